import { platform } from '#platform';
import { fromBase64, toHex } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { Entry } from '../../domain/ledger/receipt.ts';
import { answers } from '../../domain/wire.ts';
import type { Connection } from '../connection.ts';
import type { PlannedItem } from './journal-records.ts';

/** Items asked about in one request. */
const PAGE = 500;

/** A sealed item and the object its body lies in. */
export interface Placed {
	object: Id;
	item: PlannedItem;
}

/**
 * Which of these items the ledger holds already, each proven by the entry: one's own statement, accepted, of this very
 * prefix and body. The archive's word that an item is there counts for nothing. Throws `bad-proof` when it shows another
 * entry.
 */
export async function provenReceived(
	connection: Connection,
	caseId: Id,
	placed: readonly Placed[],
): Promise<ReadonlySet<Id>> {
	// Before its hashes are known, an item has never been stated.
	const stated = placed.filter((one) => one.item.body !== undefined);
	const received = new Set<Id>();
	for (let at = 0; at < stated.length; at += PAGE) {
		const page = new Map(stated.slice(at, at + PAGE).map((one) => [one.item.item, one]));
		for (let asked = [...page.keys()]; asked.length > 0; ) {
			const { states } = await connection.ask(answers.states, `/v1/cases/${caseId}/states`, {
				body: { items: asked, proofs: 'received' },
			});
			const entries = await connection.open(states.flatMap((one) => one.proof ?? []));
			for (const entry of entries) received.add(itemOf(entry, connection.identity.keys.sign, caseId, page));
			// One answer may not hold all proofs; without any, the rest cannot be proven yet.
			asked = entries.length === 0 ? [] : states.filter((one) => one.proof === undefined).map((one) => one.item);
		}
	}
	return received;
}

function itemOf({ statement, skeleton }: Entry, actor: string, caseId: Id, page: ReadonlyMap<Id, Placed>): Id {
	if (statement.type !== 'item.received' || skeleton.result !== 'accepted' || statement.case !== caseId)
		throw otherEntry();
	const placed = page.get(statement.item);
	if (placed === undefined || statement.actor !== actor) throw otherEntry();
	const { object, item } = placed;
	const { body, prefix } = statement;
	const same =
		prefix === toHex(platform.sha256(fromBase64(item.prefix))) &&
		body.object === object &&
		body.offset === item.offset &&
		body.size === item.length &&
		body.sha256 === item.body;
	if (!same) throw otherEntry();
	return statement.item;
}

function otherEntry(): CustosError {
	return new CustosError('bad-proof', 'the archive says that an item is received and shows another entry');
}
