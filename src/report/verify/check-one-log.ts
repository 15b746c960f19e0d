import { z } from 'zod';
import { equal, fromBase64, text, toHex } from '../../domain/bytes.ts';
import { parseCanonical } from '../../domain/canonical.ts';
import { CustosError } from '../../domain/errors.ts';
import { Count } from '../../domain/ids.ts';
import type { Checkpoint } from '../../domain/ledger/checkpoint.ts';
import { needRising } from '../../domain/ledger/event-numbers.ts';
import { keyText } from '../../domain/ledger/log-keys.ts';
import { verifyConsistency } from '../../domain/ledger/merkle.ts';
import { type BagReader, readSmall } from './bag-reader.ts';
import type { Evidence, EvidenceEntry } from './evidence.ts';
import { LEDGER } from './read-evidence.ts';
import { pseudonym, type Roster } from './roster.ts';

/** For each older size that a proof in the bag is under: how that log grew into the bag's checkpoint. */
export const Growth = z.array(z.strictObject({ from: Count, proof: z.array(z.string().max(44)).max(63) })).max(100_000);

/** Entry 0 is in the bag, founded this log with this key, and is by one of its own stewards. */
export function checkFounding(evidence: Evidence): void {
	const first = evidence.entries[0];
	if (
		first === undefined ||
		first.index !== 0 ||
		first.statement.type !== 'archive.founded' ||
		first.skeleton.result !== 'accepted'
	) {
		throw new CustosError('not-found', 'entry 0, which founded the archive, is not in the bag');
	}
	const { log, stewards, actor } = first.statement;
	if (log !== keyText(evidence.key)) throw new CustosError('bad-key', 'entry 0 names another log key than the bag');
	if (!stewards.some((steward) => steward.sign === actor))
		throw new CustosError('bad-proof', 'entry 0 is not by one of the stewards it names');
	if (evidence.entries.some(({ statement, index }) => statement.type === 'archive.founded' && index !== 0)) {
		throw new CustosError('bad-proof', 'the archive was founded twice');
	}
}

/** Every signer was brought in by a steward before they signed; only the log itself counts its own refusals. */
export function checkSigners(evidence: Evidence, roster: Roster): void {
	for (const { index, statement } of evidence.entries) {
		const role = roster.roleAt(statement.actor, index);
		if (role === undefined)
			throw new CustosError(
				'bad-proof',
				`entry ${index} is by ${pseudonym(statement.actor)}, whom no entry in the bag enrols before it`,
			);
		if ((role === 'notary') !== (statement.type === 'denials.folded'))
			throw new CustosError('bad-proof', `entry ${index} is by the wrong kind of signer`);
	}
}

/** All proofs are about one log: each checkpoint is the bag's own or provably an earlier state of it. */
export async function checkOneLog(bag: BagReader, evidence: Evidence): Promise<void> {
	const now = evidence.checkpoint;
	// What a link leaves out cannot have its number taken by what comes later.
	needRising([...(evidence.numbers ?? []), ...evidence.entries]);
	const older = new Map<string, Checkpoint>();
	for (const { checkpoint, index } of [...evidence.entries, ...(evidence.gone ?? [])]) {
		if (checkpoint.size > now.size)
			throw new CustosError('bad-proof', `entry ${index} is proven under a later checkpoint than the bag’s`);
		if (!same(checkpoint, now)) older.set(`${checkpoint.size} ${toHex(checkpoint.root)}`, checkpoint);
	}
	for (const checkpoint of evidence.finals ?? []) {
		if (checkpoint.size >= now.size)
			throw new CustosError('bad-proof', 'the log’s key was rotated after the bag’s checkpoint');
		older.set(`${checkpoint.size} ${toHex(checkpoint.root)}`, checkpoint);
	}
	for (const { checkpoint } of evidence.stamps ?? []) {
		if (checkpoint.size > now.size)
			throw new CustosError('bad-proof', 'a later checkpoint than the bag’s was stamped with a time');
		if (!same(checkpoint, now)) older.set(`${checkpoint.size} ${toHex(checkpoint.root)}`, checkpoint);
	}
	const { cosigned } = evidence;
	if (cosigned !== undefined && !same(cosigned.checkpoint, now)) {
		if (cosigned.checkpoint.size > now.size)
			throw new CustosError('bad-proof', 'witnesses cosigned a later checkpoint than the bag’s');
		older.set(`${cosigned.checkpoint.size} ${toHex(cosigned.checkpoint.root)}`, cosigned.checkpoint);
	}
	if (older.size === 0) return;
	const parsed = Growth.safeParse(parseCanonical(text(await readSmall(bag, `${LEDGER}/consistency.json`))));
	if (!parsed.success) throw new CustosError('bad-proof', 'the consistency proofs have the wrong shape');
	for (const checkpoint of older.values()) {
		const growth = parsed.data.find((one) => one.from === checkpoint.size);
		if (growth === undefined)
			throw new CustosError(
				'bad-proof',
				`nothing shows that the log of ${checkpoint.size} entries is a beginning of the bag’s`,
			);
		verifyConsistency({
			from: checkpoint.size,
			fromRoot: checkpoint.root,
			to: now.size,
			toRoot: now.root,
			proof: growth.proof.map(fromBase64),
		});
	}
}

/** The log that took in `report.signed` continues the log of the bag's checkpoint. `source`: base64 hashes, one a line. */
export function checkContinues(evidence: Evidence, signed: EvidenceEntry, source: string): void {
	if (source !== '' && !source.endsWith('\n'))
		throw new CustosError('bad-proof', 'the consistency proof ends in the middle of a line');
	const proof = source.split('\n').slice(0, -1).map(fromBase64);
	const [from, to] = [evidence.checkpoint, signed.checkpoint];
	verifyConsistency({ from: from.size, fromRoot: from.root, to: to.size, toRoot: to.root, proof });
}

function same(a: Checkpoint, b: Checkpoint): boolean {
	return a.size === b.size && equal(a.root, b.root);
}
