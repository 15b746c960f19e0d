import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { fromHex, toHex } from '../../src/domain/bytes.ts';
import { cosign } from '../../src/domain/ledger/cosignature.ts';
import { formatNote, type NoteKey, openNote, parseNote } from '../../src/domain/ledger/note.ts';
import {
	type Judgement,
	judgeCheckpoint,
	originHash,
	parseAddCheckpoint,
	type Witnessed,
} from '../../src/domain/ledger/witness.ts';
import type { SavedHead } from '../notary/head.ts';
import { keepContradiction, openHead, type WitnessKeys, watchedLogs } from './folder.ts';

/** 63 hashes and a checkpoint with a hundred signatures. */
const LARGEST_REQUEST = 64 * 1024;

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

interface Watched {
	name: string;
	/** The older ones first. */
	keys: NoteKey[];
	head: SavedHead;
	/** Requests about one log are judged one after the other: asking and recording are one step. */
	turn: Promise<unknown>;
}

/**
 * A witness (C2SP tlog-witness): cosigns the checkpoints of the logs it watches as long as each continues the last one.
 * `clock` gives milliseconds since 1970. Only one process may hold the folder.
 */
export async function openWitness(
	folder: string,
	keys: WitnessKeys,
	clock: () => number,
): Promise<{ app: Hono; logs: number; close(): Promise<void> }> {
	const logs = new Map<string, Watched>();
	const readLogs = async (): Promise<void> => {
		for (const key of await watchedLogs(folder)) {
			const log = logs.get(key.name);
			if (log === undefined)
				logs.set(key.name, {
					name: key.name,
					keys: [key],
					head: await openHead(folder, key.name),
					turn: Promise.resolve(),
				});
			else if (!log.keys.some((one) => toHex(one.publicKey) === toHex(key.publicKey))) log.keys.push(key);
		}
	};
	await readLogs();
	/** One reading at a time, or one log would have two heads. */
	let reading = Promise.resolve();
	const readAgain = (): Promise<void> => {
		const read = reading.then(readLogs);
		reading = read.catch(() => undefined);
		return read;
	};
	const find = async (known: (log: Watched) => boolean): Promise<Watched | undefined> => {
		const found = [...logs.values()].find(known);
		if (found !== undefined) return found;
		// It may be watched only since this process began.
		await readAgain();
		return [...logs.values()].find(known);
	};

	const answer = async (source: string): Promise<Response> => {
		const origin = originOf(source);
		const log = origin === undefined ? undefined : await find(({ name }) => name === origin);
		if (log === undefined) return decide(source, undefined);
		const mine = log.turn.then(() => decide(source, log));
		log.turn = mine.catch(() => undefined);
		return mine;
	};

	const decide = async (source: string, log: Watched | undefined): Promise<Response> => {
		const judge = (): Judgement =>
			judgeCheckpoint(source, (origin) =>
				log === undefined || origin !== log.name ? undefined : { keys: log.keys, latest: latestOf(log.head) },
			);
		let judged = judge();
		if (judged.verdict === 'refuse' && judged.status === 403) {
			// Its key may have been rotated since this process began.
			await readAgain();
			judged = judge();
		}
		// Whoever has a key that was rotated away continues nothing.
		if (judged.verdict === 'cosign' && log !== undefined && isOutdated(log, parseAddCheckpoint(source).note)) {
			await keepContradiction(folder, log.head.current.note, parseAddCheckpoint(source).note);
			judged = { verdict: 'refuse', status: 403 };
		}
		if (judged.verdict === 'refuse') {
			if (judged.status === 422 && log !== undefined)
				await keepContradiction(folder, log.head.current.note, parseAddCheckpoint(source).note);
			return new Response(`${REASONS[judged.status]}\n`, { status: judged.status, headers: TEXT });
		}
		if (judged.verdict === 'conflict') {
			const { note, size, root } = (log as Watched).head.current;
			if (judged.checkpoint.size === size && toHex(judged.checkpoint.root) !== root)
				await keepContradiction(folder, note, parseAddCheckpoint(source).note);
			return new Response(`${judged.size}\n`, { status: 409, headers: { 'content-type': 'text/x.tlog.size' } });
		}
		const { note } = parseAddCheckpoint(source);
		const { size, root } = judged.checkpoint;
		// On disk before the signature exists anywhere.
		await (log as Watched).head.save({
			size,
			root: toHex(root),
			note: bare(note, signerAmong((log as Watched).keys, note)),
		});
		const line = cosign(parseNote(note).text, keys.name, keys.seed, Math.floor(clock() / 1000));
		return new Response(line, { headers: TEXT });
	};

	const app = new Hono();
	app.post('/add-checkpoint', bodyLimit({ maxSize: LARGEST_REQUEST }), async (c) => answer(await c.req.text()));
	// What it cosigned last, for whoever knows the log's name: a log that was led back sees by its own signature that it was.
	app.get('/checkpoint/:hash{[0-9a-f]{64}}', async (c) => {
		const log = await find(({ name }) => originHash(name) === c.req.param('hash'));
		if (log === undefined || log.head.current.note === '') return c.notFound();
		return new Response(log.head.current.note, { headers: TEXT });
	});
	return {
		app,
		logs: logs.size,
		close: async () => {
			await Promise.all([...logs.values()].map(async ({ head, turn }) => turn.then(() => head.close())));
		},
	};
}

const REASONS = {
	400: 'this is not a request to cosign a checkpoint, or its old size is above the new one',
	403: 'no signature on this checkpoint is by a key this witness trusts for this log',
	404: 'this witness does not watch this log',
	422: 'the proof does not lead from what this witness has seen to this checkpoint',
} as const;

/** Undefined until it has cosigned anything. */
function latestOf(head: SavedHead): Witnessed | undefined {
	const { size, root, note } = head.current;
	return note === '' ? undefined : { size, root: fromHex(root) };
}

/** The newest of these keys that signed this. */
function signerAmong(keys: readonly NoteKey[], note: string): NoteKey {
	return keys.findLast((key) => isSigned(note, key)) as NoteKey;
}

function isSigned(note: string, key: NoteKey): boolean {
	try {
		openNote(note, key);
		return true;
	} catch {
		return false;
	}
}

/** It is by an older key than what was cosigned last. */
function isOutdated({ keys, head }: Watched, note: string): boolean {
	const last = keys.findLastIndex((key) => head.current.note !== '' && isSigned(head.current.note, key));
	return keys.findLastIndex((key) => isSigned(note, key)) < last;
}

function originOf(source: string): string | undefined {
	const at = source.indexOf('\n\n');
	return at < 0 ? undefined : source.slice(at + 2).split('\n', 1)[0];
}

/** The checkpoint with the log's own signature alone: what lies in the head's slot has a bounded size. */
function bare(note: string, key: NoteKey): string {
	const { text, signatures } = parseNote(note);
	const own = signatures.filter((one) => one.name === key.name && toHex(one.id) === toHex(key.id));
	return formatNote({ text, signatures: own.slice(0, 1) });
}
