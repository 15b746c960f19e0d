import type { z } from 'zod';
import { CustosError } from '../../domain/errors.ts';
import type { ExhibitNumber } from '../../domain/exhibit-label.ts';
import type { Id } from '../../domain/ids.ts';
import type { EntryText } from '../../domain/ledger/receipt.ts';
import { answers } from '../../domain/wire.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { countedList } from '../counted-list.ts';
import { readWanted } from './find-item.ts';

/** All that is known of an item that was expunged. */
export interface ExpungedItem {
	id: Id;
	/** The notary's time of it. */
	at: string;
	/** The entry by which it was, and its number among the item's events: so many there were before, and none is left. */
	index: number;
	n: number;
	/** The number it had in this case, which nothing else gets. */
	exhibit: number | undefined;
	/** A retention keeps its ciphertext, without any key, until then: the archive's word. */
	keptUntil: string | undefined;
	text: EntryText;
}

/** The same, and the case in which it was found. */
export type FoundExpunged = ExpungedItem & { open: OpenCase };

/**
 * The items of a case that were expunged, each by the proven entry that did it; as many as the notary counts, where it answers. Throws
 * `outdated` when some are held back.
 */
export async function expungedItems(connection: Connection, caseId: Id): Promise<ExpungedItem[]> {
	return (await countedList(connection, 'case-expunged', caseId, () => listed(connection, caseId))).all;
}

async function listed(connection: Connection, caseId: Id): Promise<ExpungedItem[]> {
	const found: ExpungedItem[] = [];
	for (let after: number | null = -1; after !== null; ) {
		const page: z.infer<typeof answers.expunged> = await connection.ask(
			answers.expunged,
			`/v1/cases/${caseId}/expunged?after=${after}`,
		);
		for (const [i, { statement: s, skeleton, index }] of (await connection.open(page.entries)).entries()) {
			const left = s.type === 'item.expunged' ? s.left?.find((one) => one.case === caseId) : undefined;
			if (s.type !== 'item.expunged' || left === undefined || skeleton.result !== 'accepted')
				throw new CustosError('bad-proof', 'the archive shows another entry than one that expunged an item');
			const text = page.entries[i] as EntryText;
			const keptUntil = page.kept.find((one) => one.item === s.item)?.until;
			found.push({
				id: s.item,
				at: skeleton.time,
				index,
				n: skeleton.subject.n,
				exhibit: left.exhibit,
				keptUntil,
				text,
			});
		}
		after = page.next;
	}
	return found;
}

/** The one that is meant by the beginning of an id, or by the number of an exhibit, as `findItem` reads them. */
export async function findExpunged(connection: Connection, wanted: string): Promise<FoundExpunged | undefined> {
	const { cases, start, label } = await readWanted(connection, wanted);
	for (const open of cases) {
		if (label !== undefined && !isOf(open, label.prefix)) continue;
		const items = await expungedItems(connection, open.id);
		const one = items.find((item) => (label === undefined ? item.id.startsWith(start) : hasNumber(item, label.number)));
		if (one !== undefined) return { ...one, open };
	}
	return undefined;
}

function isOf(open: OpenCase, prefix: string): boolean {
	return (open.prefix || 'EX').toLowerCase() === prefix.toLowerCase();
}

function hasNumber({ exhibit }: ExpungedItem, number: ExhibitNumber): boolean {
	return exhibit === number.item;
}
