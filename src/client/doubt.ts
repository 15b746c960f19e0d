import { CustosError, type ErrorCode, isCustosError } from '../domain/errors.ts';
import type { Connection } from './connection.ts';

/** Stored bytes that are not what the ledger committed to: they were refused, and the archive was asked to read its copy again now. */
export class Doubted extends CustosError {
	constructor(code: ErrorCode, message: string, cause: unknown) {
		super(code, message, { cause });
	}
}

const ALTERED: readonly ErrorCode[] = ['damaged', 'hash-mismatch', 'size-mismatch'];

/**
 * What to throw for a failure to read the body at `path` (`/v1/items/ID/sealed/PART`). Where the bytes were altered, whoever
 * looks after objects is asked to look at them at once: only that process may state damage in the ledger.
 */
export async function doubted(connection: Connection, path: string, error: unknown): Promise<unknown> {
	if (error instanceof Doubted || !(error instanceof CustosError)) return error;
	if (!ALTERED.some((code) => isCustosError(error, code))) return error;
	try {
		await connection.send(`${path}/doubted`, { method: 'PUT' });
		return new Doubted(error.code, error.message, error);
	} catch {
		// That the bytes are altered is what must be told; that nobody heard of it is the lesser matter.
		return error;
	}
}

/** The same bytes; altered ones are told of. */
export async function* doubting<T>(connection: Connection, path: string, bytes: AsyncIterable<T>): AsyncGenerator<T> {
	try {
		yield* bytes;
	} catch (error) {
		throw await doubted(connection, path, error);
	}
}
