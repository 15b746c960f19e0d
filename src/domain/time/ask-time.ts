import { platform } from '#platform';
import type { Bytes } from '../bytes.ts';
import { isCustosError } from '../errors.ts';
import { type NoTime, sendTimeRequest } from './send-request.ts';
import { timeRequest } from './time-request.ts';
import { openTimeToken, type TimeToken } from './time-token.ts';

/** An answer as it came, and what it says. */
export interface Stamped {
	answer: Bytes;
	token: TimeToken;
}

/** Has a time authority stamp the SHA-256 of `data`, as `sendTimeRequest`. `send` is the `fetch` of whoever asks. */
export function askTime(
	send: typeof fetch,
	authority: string,
	data: Bytes,
	signal: AbortSignal,
): Promise<Stamped | NoTime> {
	return timeOver(data, (request) => sendTimeRequest(send, authority, request, signal));
}

/** The same by whatever way `ask` sends a request: its answer is checked here. Rejects as `ask` does. */
export async function timeOver(
	data: Bytes,
	ask: (request: Bytes) => Promise<Bytes | NoTime>,
): Promise<Stamped | NoTime> {
	const nonce = platform.randomBytes(8);
	const answer = await ask(timeRequest(platform.sha256(data), nonce));
	if (typeof answer === 'string') return answer;
	try {
		return { answer, token: await openTimeToken(answer, data, { nonce }) };
	} catch (error) {
		if (!isCustosError(error)) throw error;
		return 'bad';
	}
}
