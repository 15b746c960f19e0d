import { constants } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fromHex, toHex } from '../../src/domain/bytes.ts';
import { Hex32 } from '../../src/domain/ids.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { emptyRoot } from '../../src/domain/ledger/merkle.ts';
import { formatKey } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { SavedHead } from './head.ts';

const KeyFile = z.strictObject({ origin: z.string(), log: Hex32, box: Hex32, founding: Hex32 });

/** What only the notary holds. */
export interface NotaryKeys {
	/** The log's name; also the name in its key. */
	origin: string;
	/** Ed25519 seed of the log. */
	logSeed: Uint8Array;
	/** Ed25519 public key of the log, hex. */
	logKey: string;
	/** The log's verifier key. */
	vkey: string;
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
	return stored === undefined ? unpack(await make(folder, path)) : parseKeys(stored);
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

async function make(folder: string, path: string): Promise<z.infer<typeof KeyFile>> {
	const random = (): string => toHex(platform.randomBytes(32));
	const file = { origin: `custos/${toHex(platform.randomBytes(8))}`, log: random(), box: random(), founding: random() };
	const note = signCheckpoint({ origin: file.origin, size: 0, root: emptyRoot }, fromHex(file.log));
	// A crash between the two files leaves a head without keys; it belongs to nothing.
	await rm(headPath(folder), { force: true });
	await SavedHead.create(headPath(folder), { size: 0, root: toHex(emptyRoot), note });
	const draft = await open(`${path}.new`, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600);
	await draft.writeFile(JSON.stringify(file));
	await draft.sync();
	await draft.close();
	await rename(`${path}.new`, path);
	const directory = await open(folder, constants.O_RDONLY);
	await directory.sync();
	await directory.close();
	return file;
}

function unpack(file: z.infer<typeof KeyFile>): NotaryKeys {
	const logSeed = fromHex(file.log);
	const logPublic = platform.ed25519Public(logSeed);
	const boxSecret = fromHex(file.box);
	return {
		origin: file.origin,
		logSeed,
		logKey: toHex(logPublic),
		vkey: formatKey(file.origin, logPublic),
		boxSecret,
		boxPublic: toHex(platform.x25519Public(boxSecret)),
		founding: fromHex(file.founding),
	};
}
