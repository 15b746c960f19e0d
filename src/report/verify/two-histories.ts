import { z } from 'zod';
import { platform } from '#platform';
import { CustosError } from '../../domain/errors.ts';
import { parseCheckpoint } from '../../domain/ledger/checkpoint.ts';
import { type Contradiction, contradiction, Testimony } from '../../domain/ledger/contradiction.ts';
import { byAny, fromKey, keysOfLog, keyText, newestText } from '../../domain/ledger/log-keys.ts';
import { leafHash } from '../../domain/ledger/merkle.ts';
import { type NoteKey, parseKey, parseNote } from '../../domain/ledger/note.ts';
import { parseProof } from '../../domain/ledger/proof.ts';
import { EntryText, openEntry } from '../../domain/ledger/receipt.ts';
import type { BagReader } from './bag-reader.ts';
import { bagTestimony } from './bag-testimony.ts';
import { leafOf } from './evidence.ts';
import { readPolicy } from './read-evidence.ts';
import { fingerprint } from './report-note.ts';

/** What a witness keeps when a log signs against what was seen of it. */
const Kept = z.strictObject({ seen: z.string(), note: z.string() });

/** Something that shows what a log signed: a bag, a checkpoint, receipts, or what a witness kept: two checkpoints. */
export type Source =
	| { kind: 'bag'; bag: BagReader; key: NoteKey }
	| { kind: 'text'; show: (key: NoteKey) => Testimony }
	| { kind: 'two'; show: (key: NoteKey) => [Testimony, Testimony] };

/** A bag, which names its own log key. */
export async function bagSource(bag: BagReader): Promise<Source> {
	return { kind: 'bag', bag, key: (await readPolicy(bag)).key };
}

/** Another file, which names none. */
export function textSource(source: string): Source {
	if (!source.startsWith('{')) return { kind: 'text', show: (key) => checkpoints(key, source) };
	const kept = Kept.safeParse(lineOf(source.split('\n', 1)[0] ?? ''));
	if (kept.success)
		return { kind: 'two', show: (key) => [checkpoints(key, kept.data.seen), checkpoints(key, kept.data.note)] };
	return { kind: 'text', show: (key) => receipts(key, source) };
}

/** What came of holding sources of one log against each other. */
export interface Compared {
	/** The log's verifier key. */
	readonly log: string;
	readonly fingerprint: string;
	/** Entries in the largest tree that each of them shows. */
	readonly sizes: readonly number[];
	/** The proof that the log signed two histories; undefined where nothing shows it, which is no proof that it signed one. */
	readonly found: Contradiction | undefined;
}

/**
 * Holds sources against each other, every two of them, under this log key. Throws `bad-proof` where one does not verify
 * under it, `bad-request` where there are not two.
 */
export async function compareSources(sources: readonly Source[], key: NoteKey): Promise<Compared> {
	const shown = (await Promise.all(sources.map((source) => testimonyOf(source, key)))).flat();
	if (shown.length < 2) throw new CustosError('bad-request', 'one file alone contradicts nothing');
	const log = newestText(key);
	let found: Contradiction | undefined;
	for (const [at, one] of shown.entries())
		for (const other of shown.slice(at + 1)) found ??= contradiction(one, other, sizeOf);
	return {
		log,
		fingerprint: fingerprint(log, (data) => platform.sha256(data)),
		sizes: shown.map((one) => one.newest?.checkpoint.size ?? 0),
		found,
	};
}

/** The keys of the one log that the bags among them name. Throws `bad-key` where they name two, `bad-request` where there is none. */
export function keyNamed(sources: readonly Source[]): NoteKey {
	const [named, ...more] = keysNamed(sources);
	if (named === undefined) throw new CustosError('bad-request', 'these files do not name their log key');
	if (more.length > 0)
		throw new CustosError('bad-key', 'these are of two logs with different keys: they cannot contradict each other');
	return keyShown(sources, named);
}

/** A log's keys by any one of them, as far as a bag proves more of them than this one. Throws `bad-key`. */
export function keyShown(sources: readonly Source[], vkey: string): NoteKey {
	const chains = sources.flatMap((source) =>
		source.kind === 'bag' ? (keysOfLog(source.key).length > 1 ? [source.key] : []) : [],
	);
	const longest = chains
		.filter((key) => fromKey(key, vkey) !== undefined)
		.sort((a, b) => keysOfLog(b).length - keysOfLog(a).length)[0];
	return longest ?? parseKey(vkey);
}

/** The first keys of the logs that the bags among them name, each once. */
export function keysNamed(sources: readonly Source[]): string[] {
	const keys = sources.flatMap((source) => (source.kind === 'bag' ? [source.key] : []));
	return [...new Set(keys.map(keyText))];
}

async function testimonyOf(source: Source, key: NoteKey): Promise<Testimony[]> {
	if (source.kind === 'bag') return [await bagTestimony(source.bag, key)];
	const shown = source.show(key);
	return Array.isArray(shown) ? shown : [shown];
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
		const entry = EntryText.safeParse(lineOf(line));
		if (!entry.success) throw noTestimony();
		const opened = byAny(key, (alone) => openEntry(entry.data, alone));
		shown.inclusion(parseProof(entry.data.receipt.proof), leafHash(leafOf(opened)));
	}
	return shown;
}

function lineOf(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch (cause) {
		throw noTestimony(cause);
	}
}

function noTestimony(cause?: unknown): CustosError {
	return new CustosError('bad-request', 'this is no bag, no checkpoint and no file of receipts', { cause });
}

function sizeOf(note: string): number {
	return parseCheckpoint(parseNote(note).text).size;
}
