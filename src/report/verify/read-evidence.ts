import { z } from 'zod';
import { equal, fromHex, text, toBase64 } from '../../domain/bytes.ts';
import { parseCanonical } from '../../domain/canonical.ts';
import { CustosError } from '../../domain/errors.ts';
import { Hex32 } from '../../domain/ids.ts';
import { type Checkpoint, openCheckpoint } from '../../domain/ledger/checkpoint.ts';
import { type Detail, decodeDetail } from '../../domain/ledger/detail.ts';
import type { EventNumber } from '../../domain/ledger/event-numbers.ts';
import type { NoteKey } from '../../domain/ledger/note.ts';
import { readOpening } from '../../domain/ledger/opening.ts';
import { parsePolicy } from '../../domain/ledger/policy.ts';
import { openEntryAsync } from '../../domain/ledger/receipt.ts';
import { type BagReader, readSmall } from './bag-reader.ts';
import type { Checks } from './checks.ts';
import { type Evidence, type EvidenceEntry, evidenceEntry, leafOf } from './evidence.ts';
import { LOG_KEYS, logKeyOf, parseLogKeys } from './log-key-files.ts';

export const LEDGER = 'data/ledger';

/** What `NNN.opening.json` holds: the notary's words and the two salts that open the leaf. */
export const Opening = z.strictObject({ salts: z.tuple([Hex32, Hex32]), skeleton: z.string().max(1000) });

/** The start of an entry's file names. */
export function entryPath(index: number): string {
	return `${LEDGER}/${String(index).padStart(6, '0')}`;
}

/** What the bag says of itself (C2SP tlog-policy: one log, its witnesses). It proves nothing about origin. */
export interface BagPolicy {
	/** The log's first key, and those that came after it as the bag proves. */
	key: NoteKey;
	/** The newest of them. */
	vkey: string;
	/** Each earlier one's final checkpoint. */
	finals: readonly Checkpoint[];
	/** The archive's events that are shown with them. */
	numbers: readonly EventNumber[];
	/** Its text. */
	policy: string;
}

/** Throws `bad-request` unless the policy names one log first and reads as a policy; `bad-proof` for rotations of its key that are not proven. */
export async function readPolicy(bag: BagReader): Promise<BagPolicy> {
	const policy = text(await readSmall(bag, `${LEDGER}/policy`, 50_000));
	const vkey = /^log (\S+)\n/.exec(policy)?.[1];
	if (vkey === undefined || parsePolicy(policy).logs.length !== 1)
		throw new CustosError('bad-request', 'the policy does not name one log');
	const rotated = (await bag.list()).includes(LOG_KEYS);
	const links = rotated ? parseLogKeys(text(await readSmall(bag, LOG_KEYS, 16_000_000))) : [];
	const founding = rotated ? text(await readSmall(bag, `${entryPath(0)}.statement.json`, 20_000)) : '';
	return { ...logKeyOf(vkey, founding, links), vkey, policy };
}

export async function readCheckpoint(bag: BagReader, key: NoteKey): Promise<Checkpoint> {
	return openCheckpoint(text(await readSmall(bag, `${LEDGER}/checkpoint`, 10_000)), key);
}

/** Every entry of the bag, each a check of its own: statement, signature, leaf, inclusion, detail. */
export async function readEntries(bag: BagReader, key: NoteKey, checks: Checks): Promise<EvidenceEntry[]> {
	const indices = (await bag.list())
		.map((path) => /^data\/ledger\/(\d{6,16})\.statement\.json$/.exec(path)?.[1])
		.filter((digits) => digits !== undefined)
		.map(Number)
		.sort((a, b) => a - b);
	const entries: EvidenceEntry[] = [];
	for (const index of indices) {
		const entry = await checks.run('entry', () => readEntry(bag, entryPath(index), index, key), String(index));
		if (entry !== undefined) entries.push(entry);
	}
	return entries;
}

/** One entry from the files that begin with `path`. Throws `bad-proof`, `bad-request`, `damaged`, `not-found`. */
export async function readEntry(
	bag: BagReader,
	path: string,
	index: number | undefined,
	key: NoteKey,
): Promise<EvidenceEntry> {
	const opening = Opening.safeParse(parseCanonical(text(await readSmall(bag, `${path}.opening.json`, 10_000))));
	if (!opening.success) throw new CustosError('bad-request', 'the opening of the leaf has the wrong shape');
	const proof = text(await readSmall(bag, `${path}.tlog-proof`, 20_000));
	const entry = await openEntryAsync(
		{
			statement: text(await readSmall(bag, `${path}.statement.json`, 20_000)),
			signature: toBase64(await readSmall(bag, `${path}.signature`, 100)),
			receipt: { index: index ?? proofIndex(proof), ...opening.data, proof },
		},
		key,
	);
	if (!equal(await readSmall(bag, `${path}.leaf`, 100), leafOf(entry)))
		throw new CustosError('bad-proof', 'the leaf beside the entry is not its leaf');
	const detail = await readDetail(bag, path, entry.statement.detail?.root);
	return evidenceEntry(entry, detail);
}

function proofIndex(proof: string): number {
	return Number(/^index (\d{1,16})$/m.exec(proof)?.[1]);
}

/**
 * The disclosed detail, if there is one, or some of its fields; they and the hashes of the others must make the root in the
 * signed statement.
 */
async function readDetail(
	bag: BagReader,
	path: string,
	root: string | undefined,
): Promise<(Pick<Detail, 'fields'> & { hidden?: number }) | undefined> {
	const present = await bag.list();
	const [whole, part] = [`${path}.detail.json`, `${path}.shown.json`];
	if (!present.includes(whole) && !present.includes(part)) return undefined;
	if (root === undefined) throw new CustosError('bad-proof', 'a detail is disclosed that the statement does not name');
	if (present.includes(whole)) return decodeDetail(await readSmall(bag, whole, 1_000_000), fromHex(root));
	return readOpening(await readSmall(bag, part, 1_000_000), fromHex(root));
}

export type { Evidence };
