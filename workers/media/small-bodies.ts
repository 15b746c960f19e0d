import type { Connection } from '../../src/client/connection.ts';
import type { Bytes } from '../../src/domain/bytes.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import type { Id } from '../../src/domain/ids.ts';
import type { Body } from '../../src/domain/ledger/statement.ts';

/** Bodies up to this size are asked for together, in bytes. */
export const SMALL_BODY = 2 ** 20;
/** Of one request: bytes, and items. */
const BATCH_SIZE = 4 * 2 ** 20;
const BATCH = 500;

/** Reads the sealed bodies of small items; those that wait at the same moment share a request. */
export interface SmallBodies {
	/**
	 * Hands unchecked bytes, as many as the ledger says, to `use`, which has them until it returns. Resolves with what it
	 * returns; with undefined where the reading failed: then the item is read by itself.
	 */
	read<T>(item: Id, body: Body, use: (sealed: Bytes) => T): Promise<T | undefined>;
}

interface Asked {
	item: Id;
	body: Body;
	take: (bytes: Bytes | undefined) => void;
	/** There is nothing to take, and no use in reading it alone. */
	fail: (error: unknown) => void;
}

export function createSmallBodies(connection: Connection): SmallBodies {
	const waiting: Asked[] = [];
	let running = false;
	/** Used again for every answer. */
	let room: Bytes = new Uint8Array();

	const next = async (): Promise<void> => {
		// In the order they lie in, so that neighbours are read at once.
		waiting.sort((a, b) =>
			a.body.object < b.body.object ? -1 : a.body.object > b.body.object ? 1 : a.body.offset - b.body.offset,
		);
		let [count, size] = [0, 0];
		while (count < Math.min(BATCH, waiting.length) && size < BATCH_SIZE) size += waiting[count++]?.body.size ?? 0;
		const turn = waiting.splice(0, count);
		try {
			if (room.length < size) room = new Uint8Array(BATCH_SIZE + SMALL_BODY);
			const there = await fetchAll(connection, turn, room.subarray(0, size));
			let at = 0;
			for (const { body, take } of turn) {
				take(there ? room.subarray(at, at + body.size) : undefined);
				at += body.size;
			}
		} catch (error) {
			for (const { fail } of turn) fail(error);
		}
	};

	const run = async (): Promise<void> => {
		running = true;
		try {
			while (waiting.length > 0) {
				await new Promise((resolve) => setTimeout(resolve, 0));
				await next();
			}
		} finally {
			running = false;
		}
	};

	return {
		read: (item, body, use) =>
			new Promise((resolve, reject) => {
				const take = (bytes: Bytes | undefined): void => {
					try {
						resolve(bytes === undefined ? undefined : use(bytes));
					} catch (error) {
						reject(error);
					}
				};
				waiting.push({ item, body, take, fail: reject });
				if (!running) run().catch(reject);
			}),
	};
}

/** True if the answer filled the room exactly. */
async function fetchAll(connection: Connection, turn: readonly Asked[], room: Bytes): Promise<boolean> {
	try {
		const response = await connection.send('/v1/work/bodies', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items: turn.map((one) => one.item) }),
		});
		let at = 0;
		for await (const piece of response.body as unknown as AsyncIterable<Bytes>) {
			if (at + piece.length > room.length) return false;
			room.set(piece, at);
			at += piece.length;
		}
		return at === room.length;
	} catch (error) {
		// One that is missing spoils it for all, and an answer may break off: whoever reads alone learns what is wrong.
		if (isCustosError(error) || error instanceof TypeError) return false;
		throw error;
	}
}
