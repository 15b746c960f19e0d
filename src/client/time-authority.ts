import { platform } from '#platform';
import { type Bytes, concat } from '../domain/bytes.ts';
import { isCustosError } from '../domain/errors.ts';
import { timeRequest } from '../domain/time/time-request.ts';
import { openTimeToken, type TimeToken } from '../domain/time/time-token.ts';

/** Longest wait for an answer, in milliseconds. */
const PATIENCE_MS = 20_000;
/** An answer with a chain of certificates is a few kilobytes. */
const LARGEST = 64 * 1024;

/** Why there is no token: nobody answered, with an error, or what came is no token over what was sent. */
export type NoTime = 'away' | 'refused' | 'bad';

/** Has a time authority (RFC 3161, by HTTP: 3.4) stamp the SHA-256 of `data`: its answer, and what it says. Redirects are not followed. */
export async function askTime(
	authority: string,
	data: Bytes,
	signal: AbortSignal,
): Promise<{ answer: Bytes; token: TimeToken } | NoTime> {
	const nonce = platform.randomBytes(8);
	const answer = await post(authority, timeRequest(platform.sha256(data), nonce), signal);
	if (typeof answer === 'string') return answer;
	try {
		return { answer, token: await openTimeToken(answer, data, { nonce }) };
	} catch (error) {
		if (!isCustosError(error)) throw error;
		return 'bad';
	}
}

async function post(authority: string, request: Bytes, signal: AbortSignal): Promise<Bytes | NoTime> {
	try {
		const answer = await fetch(authority, {
			method: 'POST',
			body: request,
			redirect: 'manual',
			headers: { 'content-type': 'application/timestamp-query' },
			signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
		});
		const pieces: Uint8Array[] = [];
		let length = 0;
		for await (const piece of answer.body ?? []) {
			length += piece.length;
			if (length > LARGEST) return 'bad';
			pieces.push(piece);
		}
		return answer.status === 200 ? concat(...pieces) : 'refused';
	} catch {
		signal.throwIfAborted();
		return 'away';
	}
}
