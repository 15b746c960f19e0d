import { type Bytes, fromBase64, toBase64 } from '../domain/bytes.ts';
import { type Stamped, timeOver } from '../domain/time/ask-time.ts';
import type { NoTime } from '../domain/time/send-request.ts';
import { answers } from '../domain/wire.ts';
import type { Connection } from './connection.ts';

/**
 * Has a time authority that the archive asks stamp the SHA-256 of `data`, where one cannot speak to it oneself: the archive passes on
 * request and answer, and could only keep them back. Rejects as `Connection.ask`.
 */
export function timeThrough(connection: Connection, authority: string, data: Bytes): Promise<Stamped | NoTime> {
	return timeOver(data, async (request) => {
		const body = { authority, request: toBase64(request) };
		const said = await connection.ask(answers.passedOn, '/v1/times', { body });
		return 'answer' in said ? fromBase64(said.answer) : said.trouble;
	});
}
