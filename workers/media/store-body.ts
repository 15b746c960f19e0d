import type { Connection } from '../../src/client/connection.ts';
import { type Bytes, fromHex, toBase64 } from '../../src/domain/bytes.ts';
import type { Hex32, Id } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { answers } from '../../src/domain/wire.ts';

/** 256 sealed chunks. */
const PART = 256 * 65_552;

/** Stores a sealed body of `size` bytes as an object of its own: whole when it is small, else in parts. */
export async function storeBody(
	connection: Connection,
	place: { object: Id; case: Id; size: number; sha256: Hex32 },
	read: (offset: number, length: number) => Promise<Bytes>,
): Promise<void> {
	const { object, size } = place;
	const put = (path: string, body: Bytes, sha256: Uint8Array): Promise<Response> =>
		connection.send(path, {
			method: 'PUT',
			body,
			headers: { 'content-digest': `sha-256=:${toBase64(sha256)}:` },
		});
	if (size <= PART) {
		await put(`/v1/objects/${object}?case=${place.case}`, await read(0, size), fromHex(place.sha256));
		return;
	}
	const begin = { object, case: place.case, size, partSize: PART };
	await connection.ask(answers.upload, '/v1/uploads', { body: begin });
	for (let part = 0; part * PART < size; part++) {
		const bytes = await read(part * PART, Math.min(PART, size - part * PART));
		await put(`/v1/uploads/${object}/parts/${part}`, bytes, platform.sha256(bytes));
	}
	await connection.ask(answers.nothing, `/v1/uploads/${object}/complete`, { method: 'POST' });
}
