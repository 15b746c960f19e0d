import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fromHex, toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { Hex32 } from '../../src/domain/ids.ts';
import { formatWitnessKey } from '../../src/domain/ledger/cosignature.ts';
import { emptyRoot } from '../../src/domain/ledger/merkle.ts';
import { type NoteKey, parseKey } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { SavedHead } from '../notary/head.ts';

/*
 * The folder of a witness: `witness.json` (its name and secret key), `logs` (keys of the logs it watches, one a line),
 * `heads/` (the last checkpoint it cosigned of each), `signed-otherwise/` (what a log signed against it).
 */

const KeyFile = z.strictObject({ name: z.string().regex(/^[^+\s]+$/), seed: Hex32 });

/** Where in the folder what a log signed against what was seen of it is kept. */
export const CONTRADICTIONS = 'signed-otherwise';

/** How many checkpoints that a log signed against what was seen of it are kept: one is enough to show. */
const KEPT = 100;

export interface WitnessKeys {
	name: string;
	seed: Uint8Array;
	/** What logs and readers put into their policy. */
	vkey: string;
}

/** Makes the folder and the keys of a new witness. Throws `conflict` where there is one. */
export async function createWitness(folder: string, name: string): Promise<WitnessKeys> {
	const file = KeyFile.safeParse({ name, seed: toHex(platform.randomBytes(32)) });
	if (!file.success)
		throw new CustosError(
			'bad-request',
			'the name of a witness has no space and no plus sign: such as witness.example.org/w1',
		);
	await mkdir(join(folder, 'heads'), { recursive: true, mode: 0o700 });
	await writeFile(join(folder, 'witness.json'), `${JSON.stringify(file.data)}\n`, {
		flag: 'wx',
		mode: 0o600,
		flush: true,
	}).catch((cause: NodeJS.ErrnoException) => {
		throw cause.code === 'EEXIST' ? new CustosError('conflict', 'there is a witness in this folder', { cause }) : cause;
	});
	await syncFolder(folder);
	return unpack(file.data);
}

/** Throws `not-found` where there is no witness. */
export async function witnessKeys(folder: string): Promise<WitnessKeys> {
	const source = await readFile(join(folder, 'witness.json'), 'utf8').catch((cause: NodeJS.ErrnoException) => {
		throw cause.code === 'ENOENT'
			? new CustosError('not-found', 'there is no witness in this folder', { cause })
			: cause;
	});
	return unpack(KeyFile.parse(JSON.parse(source)));
}

function unpack({ name, seed }: z.infer<typeof KeyFile>): WitnessKeys {
	const bytes = fromHex(seed);
	return { name, seed: bytes, vkey: formatWitnessKey(name, platform.ed25519Public(bytes)) };
}

/** The keys of the logs this witness watches; of one log the older ones first. Throws what the system says where the list is there and cannot be read. */
export async function watchedLogs(folder: string): Promise<NoteKey[]> {
	return (await logLines(folder)).map((line) => parseKey(line));
}

async function logLines(folder: string): Promise<string[]> {
	const source = await readFile(join(folder, 'logs'), 'utf8').catch((cause: NodeJS.ErrnoException) => {
		if (cause.code === 'ENOENT') return '';
		throw cause;
	});
	return source.split('\n').filter(Boolean);
}

/**
 * Begins to watch a log; with `rotated`, takes in the next key of one that is watched: what was cosigned of it goes on, and a key counts
 * no more once the next one was cosigned. Throws `bad-key`; `conflict` where the name is that of another log watched
 * here, `not-found` where no log of that name is to go on.
 */
export async function watchLog(folder: string, vkey: string, rotated = false): Promise<void> {
	const key = parseKey(vkey);
	const lines = await logLines(folder);
	const same = lines.map((line) => parseKey(line)).filter((one) => one.name === key.name);
	if (same.some((one) => toHex(one.publicKey) === toHex(key.publicKey))) return;
	if (rotated && same.length === 0)
		throw new CustosError('not-found', 'no log of that name is watched here: watch it first, by its key of before');
	if (!rotated && same.length > 0)
		throw new CustosError(
			'conflict',
			'another log of that name is watched here: two logs of one name would be one history. If the archive rotated its key, and told you another way too, say so (--rotated)',
		);
	await SavedHead.create(headOf(folder, key.name), { size: 0, root: toHex(emptyRoot), note: '' }).catch(
		(cause: NodeJS.ErrnoException) => {
			// Made before a crash, and never used.
			if (cause.code !== 'EEXIST') throw cause;
		},
	);
	const draft = await open(join(folder, 'logs.new'), constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600);
	await draft.writeFile([...lines, vkey].map((line) => `${line}\n`).join(''));
	await draft.sync();
	await draft.close();
	await rename(join(folder, 'logs.new'), join(folder, 'logs'));
	await syncFolder(folder);
}

/** What this witness cosigned last of a log. Throws `behind` where it is missing: without it, it could be led back. */
export function openHead(folder: string, origin: string): Promise<SavedHead> {
	return SavedHead.open(headOf(folder, origin));
}

/** When it cosigned last: every time it does, the head is written. */
export async function lastCosigned(folder: string, origin: string): Promise<Date> {
	return (await stat(headOf(folder, origin))).mtime;
}

/** Keeps a checkpoint that a log signed and that contradicts what was seen of it, beside the one it contradicts. */
export async function keepContradiction(folder: string, seen: string, note: string): Promise<void> {
	if (seen === '') return;
	const kept = join(folder, CONTRADICTIONS);
	await mkdir(kept, { recursive: true, mode: 0o700 });
	if ((await readdir(kept)).length >= KEPT) return;
	const name = createHash('sha256').update(`${seen}\n${note}`).digest('hex').slice(0, 32);
	await writeFile(join(kept, `${name}.json`), `${JSON.stringify({ seen, note })}\n`, { mode: 0o600, flush: true });
}

function headOf(folder: string, origin: string): string {
	return join(folder, 'heads', createHash('sha256').update(origin).digest('hex').slice(0, 40));
}

async function syncFolder(path: string): Promise<void> {
	const folder = await open(path, constants.O_RDONLY);
	await folder.sync();
	await folder.close();
}
