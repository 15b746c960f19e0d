import { createHmac } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type Bytes, fromHex, toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { Hex32 } from '../../src/domain/ids.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { addKey, KeySpans, keyOfSpans, newestText, spansOf } from '../../src/domain/ledger/log-keys.ts';
import { emptyRoot } from '../../src/domain/ledger/merkle.ts';
import { formatKey, type NoteKey, parseKey } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { SavedHead } from './head.ts';

/** Since the log's key was rotated: which key signs which sizes, and what row prints are made with, which was of the first seed. */
const KeyFile = z.strictObject({
	origin: z.string(),
	log: Hex32,
	box: Hex32,
	founding: Hex32,
	spans: KeySpans.optional(),
	prints: Hex32.optional(),
});
type KeyFile = z.infer<typeof KeyFile>;

/** The key that was prepared to be the log's next one; `before`: those it took the place of, of which a rotation may have named one just then. */
const NextFile = z.strictObject({ log: Hex32, before: z.array(Hex32).default([]) });

/** What only the notary holds. One object for as long as it runs: a rotation of the log's key changes it in place. */
export interface NotaryKeys {
	/** The log's name; also the name in its key. */
	origin: string;
	/** Ed25519 seed of the log. */
	logSeed: Uint8Array;
	/** Ed25519 public key of the log, hex. */
	logKey: string;
	/** The verifier key that signs now. */
	vkey: string;
	/** The log's first key, and whose later sizes are. */
	key: NoteKey;
	/** What row prints are made with, hex. */
	prints: string;
	/** X25519 secret that notary secrets are sealed to. */
	boxSecret: Uint8Array;
	boxPublic: string;
	/** Whoever shows a code made with this may write entry 0. */
	founding: Uint8Array;
}

/** Reads the notary's keys, or makes them and an empty saved head on first use. The folder is private to this user. */
export async function openKeys(folder: string): Promise<NotaryKeys> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const path = join(folder, 'keys.json');
	const stored = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
	const keys = stored === undefined ? unpack(await make(folder, path)) : parseKeys(stored);
	// The end of a rotation that was cut.
	if ((await preparedKey(folder, keys.origin))?.vkey === keys.vkey) await forgetPrepared(folder);
	return keys;
}

/** The keys in the text of a key file. */
export function parseKeys(source: string): NotaryKeys {
	return unpack(KeyFile.parse(JSON.parse(source)));
}

export function headPath(folder: string): string {
	return join(folder, 'head');
}

export function printsPath(folder: string): string {
	return join(folder, 'prints');
}

/** Where the next key lies, once it is prepared. */
export function nextPath(folder: string): string {
	return join(folder, 'next.json');
}

/**
 * Makes the log's next key beside the one there is, or finds the one that was made before; `anew`: another in its place. On disk
 * before this resolves, and used by nobody until stewards agree to it. What it takes the place of is not lost: a rotation to that may be
 * in the ledger already, and the keys not changed yet.
 */
export async function prepareKey(folder: string, origin: string, anew = false): Promise<PreparedKey> {
	const [newest, ...earlier] = await preparedKeys(folder, origin);
	if (newest !== undefined && !anew) return newest;
	const before = newest === undefined ? [] : [newest, ...earlier].map((one) => toHex(one.seed));
	await writePrivate(nextPath(folder), JSON.stringify({ log: toHex(platform.randomBytes(32)), before }));
	return (await preparedKey(folder, origin)) as PreparedKey;
}

export interface PreparedKey {
	seed: Bytes;
	vkey: string;
}

/** The key in the folder that is to be the log's next one, or undefined. */
export async function preparedKey(folder: string, origin: string): Promise<PreparedKey | undefined> {
	return (await preparedKeys(folder, origin))[0];
}

/** That one and those before it, the newest first. */
async function preparedKeys(folder: string, origin: string): Promise<PreparedKey[]> {
	const source = await readFile(nextPath(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
	if (source === undefined) return [];
	const { log, before } = NextFile.parse(JSON.parse(source));
	return [log, ...before].map((hex) => {
		const seed = fromHex(hex);
		return { seed, vkey: formatKey(origin, platform.ed25519Public(seed)) };
	});
}

async function forgetPrepared(folder: string): Promise<void> {
	await rm(nextPath(folder), { force: true });
	await syncFolder(folder);
}

/**
 * The log's key is `next` from here on: its final checkpoint, of `size` entries, is on disk. One file takes the place of another, so
 * that a crash leaves the old key or the new one; the old seed is nowhere then. `keys` follows. Throws `damaged`
 * where `next` is not the key that was prepared: nothing goes on without it.
 */
export async function changeKey(folder: string, keys: NotaryKeys, size: number, next: string): Promise<void> {
	const prepared = (await preparedKeys(folder, keys.origin)).find((one) => one.vkey === next);
	if (prepared === undefined)
		throw new CustosError(
			'damaged',
			'the log’s key was closed, and the key that follows it is not in the notary’s folder: restore next.json from a backup',
		);
	const old = keys.logSeed;
	const spans = spansOf(keys.key);
	spans.next.push({ after: size, key: next });
	const path = join(folder, 'keys.json');
	const before = KeyFile.parse(JSON.parse(await readFile(path, 'utf8')));
	const file: KeyFile = { ...before, log: toHex(prepared.seed), spans, prints: keys.prints as Hex32 };
	await writePrivate(path, JSON.stringify(file));
	addKey(keys.key, size, next);
	Object.assign(keys, { ...unpack(file), key: keys.key });
	old.fill(0);
	await forgetPrepared(folder);
}

async function make(folder: string, path: string): Promise<KeyFile> {
	const random = (): string => toHex(platform.randomBytes(32));
	const file = { origin: `custos/${toHex(platform.randomBytes(8))}`, log: random(), box: random(), founding: random() };
	const note = signCheckpoint({ origin: file.origin, size: 0, root: emptyRoot }, fromHex(file.log));
	// A crash between the two files leaves a head without keys; it belongs to nothing.
	await rm(headPath(folder), { force: true });
	await SavedHead.create(headPath(folder), { size: 0, root: toHex(emptyRoot), note });
	await writePrivate(path, JSON.stringify(file));
	return file;
}

/** In place of what is there, whole or not at all; on disk before it resolves. For this user alone. */
export async function writePrivate(path: string, content: string): Promise<void> {
	const draft = await open(`${path}.new`, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600);
	await draft.writeFile(content);
	await draft.sync();
	await draft.close();
	await rename(`${path}.new`, path);
	await syncFolder(dirname(path));
}

async function syncFolder(folder: string): Promise<void> {
	const directory = await open(folder, constants.O_RDONLY);
	await directory.sync();
	await directory.close();
}

function unpack(file: KeyFile): NotaryKeys {
	const logSeed = fromHex(file.log);
	const logPublic = platform.ed25519Public(logSeed);
	const vkey = formatKey(file.origin, logPublic);
	const key = file.spans === undefined ? parseKey(vkey) : keyOfSpans(file.spans);
	if (newestText(key) !== vkey) throw new CustosError('damaged', 'the notary’s keys contradict each other');
	const boxSecret = fromHex(file.box);
	return {
		origin: file.origin,
		logSeed,
		logKey: toHex(logPublic),
		vkey,
		key,
		prints: file.prints ?? createHmac('sha256', logSeed).update('custos/prints/v1').digest('hex'),
		boxSecret,
		boxPublic: toHex(platform.x25519Public(boxSecret)),
		founding: fromHex(file.founding),
	};
}
