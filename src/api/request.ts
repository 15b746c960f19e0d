import type { Context as HonoContext } from 'hono';
import type { z } from 'zod';
import { concat, fromBase64, toHex } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import type { Hex32 } from '../domain/ids.ts';
import type { ApiEnv } from './env.ts';

type Context = HonoContext<ApiEnv>;

/** JSON requests are at most this large. */
const MAX_JSON = 24 * 2 ** 20;

/** Reads a JSON body within the size limit, whatever the length header claims, and parses it by the schema. */
export async function readJson<S extends z.ZodType>(c: Context, schema: S, limit = MAX_JSON): Promise<z.infer<S>> {
	const pieces: Uint8Array[] = [];
	let size = 0;
	for await (const piece of bodyOf(c)) {
		size += piece.length;
		if (size > limit) throw new CustosError('too-large', `this request has at most ${limit} bytes`);
		pieces.push(piece);
	}
	// Not through a Blob, whose text comes by a stream: that costs more than all the rest of a small request.
	const source = new TextDecoder().decode(pieces.length === 1 ? pieces[0] : concat(...pieces));
	checkDepth(source);
	let value: unknown;
	try {
		value = JSON.parse(source);
	} catch (cause) {
		throw new CustosError('bad-request', 'this is not JSON', { cause });
	}
	return parse(schema, value);
}

/** Objects and arrays inside one another in a request, at the most. */
const MAX_DEPTH = 12;

/** Counts brackets outside strings, before anything is built of them. */
function checkDepth(source: string): void {
	let depth = 0;
	for (let at = 0; at < source.length; at++) {
		const char = source[at];
		if (char === '"') at = endOfString(source, at);
		else if (char === '{' || char === '[') depth += 1;
		else if (char === '}' || char === ']') depth -= 1;
		if (depth > MAX_DEPTH) throw new CustosError('bad-request', 'this JSON is nested too deeply');
	}
}

/** Where the string that begins at `start` ends: at the next quote after an even number of backslashes. */
function endOfString(source: string, start: number): number {
	for (let end = source.indexOf('"', start + 1); end >= 0; end = source.indexOf('"', end + 1)) {
		let backslashes = 0;
		while (source[end - 1 - backslashes] === '\\') backslashes += 1;
		if (backslashes % 2 === 0) return end;
	}
	return source.length;
}

/** Parses by a schema; throws `bad-request` naming the fields, never their values. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const where = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'request'} (${issue.code})`).join(', ');
	throw new CustosError('bad-request', `the request has the wrong shape: ${where.slice(0, 300)}`);
}

/** The incoming bytes. Node's own stream where there is one: half as fast again as its web wrapper. */
export function bodyOf(c: Context): AsyncIterable<Uint8Array> {
	const env = c.env as { incoming?: NodeIncoming } | undefined;
	const { silentMs } = c.var;
	if (env?.incoming !== undefined)
		return { [Symbol.asyncIterator]: () => iterate(env.incoming as NodeIncoming, silentMs) };
	return (c.req.raw.body ?? new Blob([]).stream()) as unknown as AsyncIterable<Uint8Array>;
}

/** The size and SHA-256 (RFC 9530 Content-Digest) a body must come with, and its bytes. */
export function digested(c: Context): { size: number; sha256: Hex32; bytes: AsyncIterable<Uint8Array> } {
	const length = c.req.header('content-length');
	if (length === undefined || !/^\d{1,15}$/.test(length))
		throw new CustosError('bad-request', 'the request needs a content-length');
	const match = /^sha-256=:([A-Za-z0-9+/]{43}=):$/.exec(c.req.header('content-digest') ?? '');
	if (match === null) throw new CustosError('bad-request', 'the request needs a content-digest with sha-256');
	return { size: Number(length), sha256: toHex(fromBase64(match[1] as string)), bytes: bodyOf(c) };
}

interface NodeIncoming {
	iterator(options: { destroyOnReturn: boolean }): AsyncIterator<Uint8Array>;
}

function iterate(incoming: NodeIncoming, silentMs: number): AsyncIterator<Uint8Array> {
	// The connection must outlive a body that is refused half-way, or the answer cannot be sent.
	const pieces = incoming.iterator({ destroyOnReturn: false });
	return {
		next: () => unlessSilent(pieces.next(), silentMs),
		return: async () => (await pieces.return?.()) ?? { done: true, value: undefined },
	};
}

/** Throws `unavailable` when nothing came for so long: what waits for the rest of this body waits no longer. */
async function unlessSilent<T>(next: Promise<T>, silentMs: number): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const silence = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new CustosError('unavailable', 'the rest did not come: send it again')), silentMs);
	});
	try {
		return await Promise.race([next, silence]);
	} finally {
		clearTimeout(timer);
	}
}
