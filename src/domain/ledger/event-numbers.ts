import { CustosError } from '../errors.ts';
import { parseSkeleton, type Skeleton } from './leaf.ts';
import type { EntryText } from './receipt.ts';

/*
 * The archive's events are counted by entry, from 1 at entry 0. Who shows some of them cannot be made to show all; but whoever gave
 * one of them another's number, because that is left out, did so against those that are shown.
 */

/** Place of an entry in the log, and its number among its subject's events. */
export interface EventNumber {
	index: number;
	skeleton: { subject: Pick<Skeleton['subject'], 'kind' | 'n'> };
}

/** Those in links, as they claim them: proven once the links are. Throws `bad-proof` for what is no skeleton. */
export function numbersIn(links: readonly { closing: EntryText; agreed: readonly EntryText[] }[]): EventNumber[] {
	return links.flatMap(({ closing, agreed }) =>
		[...agreed, closing].map(({ receipt }) => ({
			index: receipt.index,
			skeleton: parseSkeleton(receipt.skeleton),
		})),
	);
}

/** Throws `bad-proof` unless the archive's events among these can all be of one log: later ones have larger numbers, and room for them. */
export function needRising(entries: readonly EventNumber[]): void {
	let last = { index: -1, n: 0 };
	for (const { index, skeleton } of [...entries].sort((a, b) => a.index - b.index)) {
		const { kind, n } = skeleton.subject;
		if (kind !== 'archive') continue;
		const same = index === last.index && n === last.n;
		if (!same && (n <= last.n || n - last.n > index - last.index))
			throw new CustosError('bad-proof', `entry ${index} is numbered as another event of the archive than it can be`);
		last = { index, n };
	}
}
