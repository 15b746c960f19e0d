import { bounded } from '../bounded.ts';
import type { Bytes } from '../bytes.ts';

/** Longest wait for an answer, in milliseconds. */
const PATIENCE_MS = 20_000;
/** An answer with a chain of certificates is a few kilobytes. */
const LARGEST = 64 * 1024;

/** Why there is no token: nobody answered, with an error, or what came is no token over what was sent. */
export type NoTime = 'away' | 'refused' | 'bad';

/**
 * Sends a request (RFC 3161) to a time authority by HTTP (3.4): its answer as it came, not yet read, or why there is none. Redirects
 * are not followed. Rejects with the signal's reason alone.
 */
export async function sendTimeRequest(
	send: typeof fetch,
	authority: string,
	request: Bytes,
	signal?: AbortSignal,
): Promise<Bytes | NoTime> {
	const patience = AbortSignal.timeout(PATIENCE_MS);
	try {
		const response = await send(authority, {
			method: 'POST',
			body: request,
			redirect: 'manual',
			headers: { 'content-type': 'application/timestamp-query' },
			signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
		});
		const answer = await bounded(response.body, LARGEST);
		return response.status === 200 ? (answer ?? 'bad') : 'refused';
	} catch {
		signal?.throwIfAborted();
		return 'away';
	}
}
