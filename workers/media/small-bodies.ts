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
	/** Unchecked bytes, as many as the ledger says; undefined where that failed: then the item is read by itself. */
	read(item: Id, body: Body): Promise<Bytes | undefined>;
}

interface Asked {
	item: Id;
	body: Body;
	resolve: (bytes: Bytes | undefined) => void;
}

export function createSmallBodies(connection: Connection): SmallBodies {
	const waiting: Asked[] = [];
	let running = false;

	const run = async (): Promise<void> => {
		running = true;
		while (waiting.length > 0) {
			await new Promise((resolve) => setTimeout(resolve, 0));
			// In the order they lie in, so that neighbours are read at once.
			waiting.sort((a, b) =>
				a.body.object < b.body.object ? -1 : a.body.object > b.body.object ? 1 : a.body.offset - b.body.offset,
			);
			let [count, size] = [0, 0];
			while (count < Math.min(BATCH, waiting.length) && size < BATCH_SIZE) size += waiting[count++]?.body.size ?? 0;
			const turn = waiting.splice(0, count);
			const bytes = await fetchAll(connection, turn, size);
			let at = 0;
			for (const { body, resolve } of turn) {
				resolve(bytes?.subarray(at, at + body.size));
				at += body.size;
			}
		}
		running = false;
	};

	return {
		read: (item, body) =>
			new Promise((resolve, reject) => {
				waiting.push({ item, body, resolve });
				if (!running) run().catch(reject);
			}),
	};
}

async function fetchAll(connection: Connection, turn: readonly Asked[], size: number): Promise<Bytes | undefined> {
	try {
		const response = await connection.send('/v1/work/bodies', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items: turn.map((one) => one.item) }),
		});
		const bytes = new Uint8Array(await response.arrayBuffer());
		return bytes.length === size ? bytes : undefined;
	} catch (error) {
		// One that is missing spoils it for all, and an answer may break off: whoever reads alone learns what is wrong.
		if (isCustosError(error) || error instanceof TypeError) return undefined;
		throw error;
	}
}
