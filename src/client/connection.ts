import type { z } from 'zod';
import { platform } from '#platform';
import { fromBase64, toBase64, toHex } from '../domain/bytes.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import { newId } from '../domain/ids.ts';
import { type Checkpoint, openCheckpoint } from '../domain/ledger/checkpoint.ts';
import { takeLinks } from '../domain/ledger/key-links.ts';
import { keyOfSpans, spansOf } from '../domain/ledger/log-keys.ts';
import { verifyConsistency } from '../domain/ledger/merkle.ts';
import type { NoteKey } from '../domain/ledger/note.ts';
import type { Entry, EntryText } from '../domain/ledger/receipt.ts';
import { sessionMessage } from '../domain/messages.ts';
import { answers } from '../domain/wire.ts';
import { createHttp, type Http, type JsonRequest } from './http.ts';
import type { Identity } from './identity.ts';
import type { Memory } from './memory.ts';
import { openEntries } from './open-entries.ts';
import { type Archive, openArchive, type Pin } from './pin.ts';
import { readRotations } from './whole-rotations.ts';

/** A person's line to their archive: a session that renews itself, and a view of the log that only ever grows. */
export interface Connection {
	readonly archive: Archive;
	readonly identity: Identity;
	readonly http: Http;
	readonly memory: Memory;
	now(): Date;
	/** A request with the session. */
	ask<S extends z.ZodType>(schema: S, path: string, request?: Omit<JsonRequest, 'token'>): Promise<z.infer<S>>;
	/** A raw request with the session, for ciphertext. */
	send(path: string, init: RequestInit): Promise<Response>;
	/** A session token, for senders that keep connections of their own; another one than `refused`, which no longer works. */
	bearer(refused?: string): Promise<string>;
	/** Opens entries: signature, leaf, place in the log, and that this log continues the one seen before. */
	open(entries: readonly EntryText[]): Promise<Entry[]>;
	/** The last checkpoint verified; asks for a first one if there is none. */
	seen(): Promise<Checkpoint>;
	/** Takes in checkpoints that came with receipts: each must continue what was seen. Throws `forked`. */
	follow(checkpoints: readonly Checkpoint[]): Promise<void>;
	/**
	 * Checks something that the log's key signed. Where that fails, the archive is asked whether its key was rotated meanwhile; if it
	 * proves that, once more.
	 */
	proven<T>(check: () => T | Promise<T>): Promise<T>;
}

/** Checkpoints remembered as followed, at the most. */
const KNOWN = 1000;

/** Connects under a pin. Throws `forked` when the server shows another archive or another past. */
export async function connect(
	pin: Pin,
	identity: Identity,
	memory: Memory,
	options: { now?: () => Date; signal?: AbortSignal } = {},
): Promise<Connection> {
	const now = options.now ?? (() => new Date());
	const http = createHttp(pin.server, options.signal);
	const shown = await http.json(answers.archive, '/v1/archive');
	const { archive, finals } = openArchive(pin, shown, await memory.keys());
	let token: { text: string; until: number } | undefined;
	let seen = await memory.checkpoint();

	const session = async (): Promise<string> => {
		if (token !== undefined && token.until > now().getTime() + 30_000) return token.text;
		opening ??= openSession().finally(() => {
			opening = undefined;
		});
		return opening;
	};

	/** Those who need one at the same moment share it. */
	let opening: Promise<string> | undefined;
	const openSession = async (): Promise<string> => {
		const proof = {
			origin: archive.origin,
			actor: identity.keys.sign,
			nonce: newId(platform.randomBytes),
			time: now().toISOString(),
		};
		const signature = toBase64(platform.ed25519Sign(identity.seed, sessionMessage(proof)));
		const opened = await http.json(answers.session, '/v1/session', { body: { ...proof, signature } });
		token = { text: opened.token, until: Date.parse(opened.expires) };
		return opened.token;
	};

	/** Runs with the session, once more with a new one if it has ended meanwhile. */
	const withSession = async <T>(run: (token: string) => Promise<T>): Promise<T> => {
		const old = token?.text;
		try {
			return await run(await session());
		} catch (error) {
			if (!isCustosError(error, 'unauthenticated') || old === undefined) throw error;
			if (token?.text === old) token = undefined;
			return run(await session());
		}
	};

	/** Checkpoints shown to be of the one log, so that many entries under the same one are no question each. */
	const known = new Set<string>();
	const nameOf = ({ size, root }: Checkpoint): string => `${size}/${toHex(root)}`;

	/** It does not have what was seen: a server of a restored archive, or one that hides the end. */
	const shorter = (cause: unknown): never => {
		if (!isCustosError(cause, 'not-found')) throw cause;
		throw new CustosError(
			'forked',
			'the archive has fewer entries than you have seen: stop, keep your receipts, and compare with others',
			{ cause },
		);
	};

	const followOne = async (checkpoint: Checkpoint): Promise<void> => {
		if (known.has(nameOf(checkpoint))) return;
		const [from, to] = seen === undefined || checkpoint.size >= seen.size ? [seen, checkpoint] : [checkpoint, seen];
		if (from !== undefined && to !== undefined) {
			const same = from.size === to.size;
			const { proof } = same
				? { proof: [] }
				: await http.json(answers.consistency, `/v1/log/consistency?from=${from.size}&to=${to.size}`).catch(shorter);
			try {
				verifyConsistency({
					from: from.size,
					fromRoot: from.root,
					to: to.size,
					toRoot: to.root,
					proof: proof.map(fromBase64),
				});
			} catch (cause) {
				throw new CustosError(
					'forked',
					'the archive shows a log that does not continue the one you saw before: stop, keep your receipts, and compare with others',
					{ cause },
				);
			}
		}
		if (to !== seen) {
			seen = to;
			await memory.saveCheckpoint(to as Checkpoint);
		}
		if (known.size >= KNOWN) known.clear();
		known.add(nameOf(checkpoint));
	};

	/** One at a time: each is held against the last. */
	let queue = Promise.resolve();
	const follow = (checkpoints: readonly Checkpoint[]): Promise<void> => {
		const distinct = [...new Map(checkpoints.map((one) => [nameOf(one), one])).values()].sort(
			(a, b) => a.size - b.size,
		);
		const run = queue.then(async () => {
			for (const one of distinct) await followOne(one);
		});
		queue = run.catch(() => {});
		return run;
	};

	const ask: Connection['ask'] = (schema, path, request) =>
		withSession((text) => http.json(schema, path, { ...request, token: text }));

	/** The log that a key closed must be the one that was seen, and go on in the one that is shown; and the archive must show all that led to it. */
	const keepKeys = async (key: NoteKey, finals: readonly Checkpoint[]): Promise<void> => {
		if (finals.length === 0) return;
		await follow(finals);
		if (await readRotations({ ask, follow, memory }, archive, key, finals)) await memory.saveKeys(spansOf(key));
	};
	const takeRotations = async (): Promise<boolean> => {
		const { links } = await http.json(answers.archive, '/v1/archive');
		const key = keyOfSpans(spansOf(archive.key));
		const finals = takeLinks(key, archive.founding, links);
		await keepKeys(key, finals);
		// Believed from here on.
		takeLinks(archive.key, archive.founding, links);
		return finals.length > 0;
	};
	/** Those who ask at the same moment share the answer. */
	let taking: Promise<boolean> | undefined;
	const proven = async <T>(check: () => T | Promise<T>): Promise<T> => {
		const before = spansOf(archive.key).next.length;
		try {
			return await check();
		} catch (error) {
			if (!isCustosError(error, 'bad-proof')) throw error;
			taking ??= takeRotations().finally(() => {
				taking = undefined;
			});
			const taken = await taking;
			if (!taken && spansOf(archive.key).next.length === before) throw error;
			return check();
		}
	};

	const connection: Connection = {
		archive,
		identity,
		http,
		memory,
		now,
		ask,
		send: (path, init) =>
			withSession((text) => http.raw(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${text}` } })),
		bearer: (refused) => {
			if (refused !== undefined && token?.text === refused) token = undefined;
			return session();
		},
		async open(texts) {
			const entries = await proven(() => openEntries(texts, archive.key));
			await follow(entries.map((entry) => entry.checkpoint));
			return entries;
		},
		async seen() {
			if (seen === undefined) {
				const latest = await http.json(answers.archive, '/v1/archive');
				const { checkpoint } = latest;
				if (checkpoint === null) throw new CustosError('unavailable', 'the archive has no checkpoint yet');
				await follow([await proven(() => openCheckpoint(checkpoint, archive.key))]);
			}
			return seen as unknown as Checkpoint;
		},
		follow,
		proven,
	};
	await keepKeys(archive.key, finals);
	if (shown.checkpoint !== null) await follow([openCheckpoint(shown.checkpoint, archive.key)]);
	return connection;
}
