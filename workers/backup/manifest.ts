import { z } from 'zod';
import { text, toHex, utf8 } from '../../src/domain/bytes.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import { Count, Hex32, Id } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { readWhole } from './read-whole.ts';

/** A stored file and what it must hash to. */
export const Stored = z.strictObject({ key: z.string(), size: Count, sha256: Hex32 });
export type Stored = z.infer<typeof Stored>;
export const Chunk = Stored.extend({ table: z.string(), rows: Count });
export type Chunk = z.infer<typeof Chunk>;

/**
 * One backup, complete in itself: every chunk of every table up to `entries`, the notary's state, and which objects of
 * the ledger could not be copied whole. It is written last, so a backup is there entirely or not at all.
 */
export const Manifest = z.strictObject({
	v: z.literal(1),
	number: z.number().int().min(1),
	/** SHA-256 of the backup before this one. */
	previous: Hex32.nullable(),
	made: z.string(),
	log: z.string(),
	entries: Count,
	/** The newest checkpoint in it. */
	checkpoint: z.strictObject({ size: Count, root: Hex32 }).nullable(),
	chunks: z.array(Chunk),
	notary: Stored,
	/** What is needed to open it without a program of ours; backups of an earlier version have none. */
	byHand: z.array(Stored).optional(),
	/** Items that were expunged, none of which is in it; `until`: a retention of this place keeps their ciphertext so long. */
	expunged: z.array(z.strictObject({ item: Id, until: z.string().nullable() })).optional(),
	/** What earlier backups were made of and had to go; `until`: a retention of this place keeps it so long. */
	earlier: z.array(z.strictObject({ key: z.string(), until: z.string().nullable() })).optional(),
	objects: Count,
	/** Objects that were missing or damaged at the source when this backup was made. */
	faults: z.array(z.strictObject({ object: Id, index: Count, what: z.string() })),
});
export type Manifest = z.infer<typeof Manifest>;

const FOLDER = 'manifest/';
const keyOf = (number: number): string => `${FOLDER}${String(number).padStart(8, '0')}`;

/** Writes a manifest under its number. Rejects `exists` when another backup took it meanwhile. */
export async function writeManifest(target: BlobStore, manifest: Manifest): Promise<void> {
	const body = JSON.stringify(manifest);
	const bytes = utf8(`${toHex(platform.sha256(utf8(body)))}\n${body}`);
	await target.put(keyOf(manifest.number), bytes, { size: bytes.length });
}

/** The manifests there are, by their numbers. */
export async function* manifestNumbers(target: BlobStore): AsyncGenerator<[number: number, key: string]> {
	for await (const { key } of target.list(FOLDER)) yield [Number(key.slice(FOLDER.length)), key];
}

/** The newest backup, or the one with this number, and its hash. Throws `damaged` naming it when it cannot be read. */
export async function readManifest(
	from: BlobStore,
	number?: number,
): Promise<{ manifest: Manifest; hash: string } | undefined> {
	let key = number === undefined ? undefined : keyOf(number);
	if (key === undefined) for await (const one of from.list(FOLDER)) key = one.key;
	if (key === undefined) return undefined;
	if (number !== undefined && (await from.head(key)) === undefined)
		throw new CustosError('not-found', `there is no backup ${number} here, or not any more`);
	const damaged = (cause?: unknown): CustosError =>
		new CustosError('damaged', `the backup's ${key} is damaged: name an earlier one`, { cause });
	try {
		const source = text(await readWhole(from, key));
		const [hash, body] = [source.slice(0, 64), source.slice(65)];
		if (toHex(platform.sha256(utf8(body))) !== hash) throw damaged();
		return { manifest: Manifest.parse(JSON.parse(body)), hash };
	} catch (error) {
		if (error instanceof SyntaxError || error instanceof z.ZodError || isCustosError(error, 'bad-request'))
			throw damaged(error);
		throw error;
	}
}
