import { open, readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { Testimony } from '../domain/ledger/contradiction.ts';
import { leafHash } from '../domain/ledger/merkle.ts';
import { type NoteKey, parseKey } from '../domain/ledger/note.ts';
import { parseProof } from '../domain/ledger/proof.ts';
import { EntryText, openEntry } from '../domain/ledger/receipt.ts';
import { openBagFolder } from '../report/node/bag-folder.ts';
import { openBagZip } from '../report/node/bag-zip.ts';
import type { BagReader } from '../report/verify/bag-reader.ts';
import { bagTestimony } from '../report/verify/bag-testimony.ts';
import { leafOf } from '../report/verify/evidence.ts';
import { readPolicy } from '../report/verify/read-evidence.ts';

/** What a witness keeps when a log signs against what was seen of it. */
const Kept = z.strictObject({ seen: z.string(), note: z.string() });

/** Something that shows what a log signed: a bag, a checkpoint, receipts, or what a witness kept: two checkpoints. */
export type Source =
	| { kind: 'bag'; bag: BagReader; key: NoteKey }
	| { kind: 'text'; show: (key: NoteKey) => Testimony }
	| { kind: 'two'; show: (key: NoteKey) => [Testimony, Testimony] };

/** Undefined where nothing is there. A bag names its own log key; other files name none. */
export async function sourceAt(path: string): Promise<Source | undefined> {
	const there = await stat(path).catch(() => undefined);
	if (there === undefined) return undefined;
	if (there.isDirectory()) return bagAt(openBagFolder(path));
	if ((await beginning(path)).startsWith('PK')) return bagAt(await openBagZip(path));
	const source = await readFile(path, 'utf8');
	if (!source.startsWith('{')) return { kind: 'text', show: (key) => checkpoints(key, source) };
	const kept = Kept.safeParse(JSON.parse(source.split('\n', 1)[0] ?? ''));
	if (kept.success)
		return { kind: 'two', show: (key) => [checkpoints(key, kept.data.seen), checkpoints(key, kept.data.note)] };
	return { kind: 'text', show: (key) => receipts(key, source) };
}

/** True for a file of text that is no bag, and begins as what a witness keeps does. */
export async function isKept(path: string): Promise<boolean> {
	const there = await stat(path).catch(() => undefined);
	return there?.isFile() === true && (await beginning(path)) === '{"';
}

/** Two letters: a bag in a zip may be of any size. */
async function beginning(path: string): Promise<string> {
	const file = await open(path);
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
		return buffer.toString('latin1', 0, bytesRead);
	} finally {
		await file.close();
	}
}

/** What it shows under this key. Throws `bad-proof` where it is not this log's. */
export async function testimonyOf(source: Source, key: NoteKey): Promise<Testimony[]> {
	if (source.kind === 'bag') return [await bagTestimony(source.bag, key)];
	const shown = source.show(key);
	return Array.isArray(shown) ? shown : [shown];
}

async function bagAt(bag: BagReader): Promise<Source> {
	return { kind: 'bag', bag, key: parseKey((await readPolicy(bag)).vkey) };
}

function checkpoints(key: NoteKey, ...notes: readonly string[]): Testimony {
	const shown = new Testimony(key);
	for (const note of notes) shown.checkpoint(note);
	return shown;
}

/** `receipts.jsonl` as a person's folder has it. */
function receipts(key: NoteKey, source: string): Testimony {
	const shown = new Testimony(key);
	for (const line of source.split('\n').filter(Boolean)) {
		const entry = EntryText.parse(JSON.parse(line));
		shown.inclusion(parseProof(entry.receipt.proof), leafHash(leafOf(openEntry(entry, key))));
	}
	return shown;
}
