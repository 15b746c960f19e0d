import type { z } from 'zod';
import { type Bytes, fromBase64, toBase64 } from '../domain/bytes.ts';
import { type Stamped, timeOver } from '../domain/time/ask-time.ts';
import type { NoTime } from '../domain/time/send-request.ts';
import { answers } from '../domain/wire.ts';
import type { Connection } from './connection.ts';

/**
 * Has a time authority that the archive asks stamp the SHA-256 of `data`, where one cannot speak to it oneself: the archive passes on
 * request and answer. One that lies could answer with a certificate of its own making: whose token it is shows only against the
 * authority's own certificate. Rejects as `Connection.ask`, and at once with the signal's reason.
 */
export function timeThrough(
	connection: Connection,
	authority: string,
	data: Bytes,
	signal?: AbortSignal,
): Promise<Stamped | NoTime> {
	return timeOver(data, async (request) => {
		const body = { authority, request: toBase64(request) };
		signal?.throwIfAborted();
		const asked = connection.ask(answers.passedOn, '/v1/times', { body });
		const said = await (signal === undefined ? asked : Promise.race([asked, rejected(signal)]));
		return 'answer' in said ? fromBase64(said.answer) : said.trouble;
	});
}

/** The first of the time authorities that the archive asks which answered it when it last asked; undefined where there is none. */
export async function usualAuthority(connection: Connection): Promise<string | undefined> {
	return usualOf(await connection.ask(answers.timeState, '/v1/times'));
}

/** The same, of an answer that is there. */
export function usualOf({ authorities }: z.infer<typeof answers.timeState>): string | undefined {
	return authorities.find(({ time, trouble }) => time !== null && trouble === null)?.authority;
}

/** Rejects with the signal's reason, once it has one. */
function rejected(signal: AbortSignal): Promise<never> {
	return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}
