import { platform } from '#platform';
import { bounded } from '../bounded.ts';
import type { Bytes } from '../bytes.ts';
import { isCustosError } from '../errors.ts';
import { timeRequest } from './time-request.ts';
import { openTimeToken, type TimeToken } from './time-token.ts';

/** Longest wait for an answer, in milliseconds. */
const PATIENCE_MS = 20_000;
/** An answer with a chain of certificates is a few kilobytes. */
const LARGEST = 64 * 1024;

/** Why there is no token: nobody answered, with an error, or what came is no token over what was sent. */
export type NoTime = 'away' | 'refused' | 'bad';

/**
 * Has a time authority (RFC 3161, by HTTP: 3.4) stamp the SHA-256 of `data`: its answer, and what it says. Redirects are not
 * followed. `send` is the `fetch` of whoever asks; rejects with the signal's reason alone.
 */
export async function askTime(
	send: typeof fetch,
	authority: string,
	data: Bytes,
	signal: AbortSignal,
): Promise<{ answer: Bytes; token: TimeToken } | NoTime> {
	const nonce = platform.randomBytes(8);
	let answer: Bytes | undefined;
	try {
		const response = await send(authority, {
			method: 'POST',
			body: timeRequest(platform.sha256(data), nonce),
			redirect: 'manual',
			headers: { 'content-type': 'application/timestamp-query' },
			signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
		});
		answer = await bounded(response.body, LARGEST);
		if (response.status !== 200) return 'refused';
	} catch {
		signal.throwIfAborted();
		return 'away';
	}
	try {
		return answer === undefined ? 'bad' : { answer, token: await openTimeToken(answer, data, { nonce }) };
	} catch (error) {
		if (!isCustosError(error)) throw error;
		return 'bad';
	}
}
