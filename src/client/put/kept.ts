import { CustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { Entry } from '../../domain/ledger/receipt.ts';
import { answers } from '../../domain/wire.ts';
import type { Connection } from '../connection.ts';
import { pause } from './pause.ts';

/** Items asked about in one request. */
const PAGE = 500;

export interface KeptWatch {
	/** Once for each item. */
	kept?(item: Id): void;
	/** How long nothing has been kept. */
	waiting?(ms: number): void;
	signal?: AbortSignal;
}

/**
 * Waits until workers have re-read each item from the store and found the deposit's hashes: an item counts as kept when
 * the entry that says so is proven under the pinned log key, never by the archive's word. Returns those that failed the
 * comparison. Throws `bad-proof` when the archive shows another entry.
 */
export async function waitUntilKept(
	connection: Connection,
	caseId: Id,
	items: readonly Id[],
	watch: KeptWatch = {},
): Promise<Id[]> {
	const open = new Set(items);
	const failed: Id[] = [];
	let last = performance.now();
	let round: Id[] = [];
	while (open.size > 0) {
		watch.signal?.throwIfAborted();
		// One page at a time, in turns: to ask about thousands again and again would take from the work that is waited for.
		if (round.length === 0) round = [...open];
		const page = round.splice(0, PAGE);
		const body = { items: page, proofs: true };
		const { states } = await connection.ask(answers.states, `/v1/cases/${caseId}/states`, { body });
		const shown = states.filter((one) => one.proof !== undefined || (!one.kept && one.state === 'failed'));
		const entries = await connection.open(shown.flatMap((one) => one.proof ?? []));
		const proven = new Set(entries.map(keptItem));
		let settled = 0;
		for (const one of shown) {
			if (one.proof !== undefined && !proven.has(one.item)) throw otherEntry();
			if (!open.delete(one.item)) continue;
			last = performance.now();
			settled += 1;
			if (one.proof === undefined) failed.push(one.item);
			else watch.kept?.(one.item);
		}
		watch.waiting?.(performance.now() - last);
		// Where half of a page is there, the next may be as well.
		if (open.size > 0 && settled < page.length / 2) await pause(open.size > 100 ? 500 : 150, watch.signal);
	}
	return failed;
}

/** The item an entry keeps: the notary accepted it only with the deposit's own hashes, from an enrolled worker. */
function keptItem({ statement, skeleton }: Entry): Id {
	if (statement.type !== 'item.kept' || skeleton.result !== 'accepted') throw otherEntry();
	return statement.item;
}

function otherEntry(): CustosError {
	return new CustosError(
		'bad-proof',
		'the archive says that an item is kept and shows another entry: do not let go of the originals',
	);
}
