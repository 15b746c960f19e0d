import { CustosError, type ErrorCode, isCustosError } from '../domain/errors.ts';
import type { BlobBytes, BlobStore } from './blob-store.ts';
import { systemCode } from './files/fs-errors.ts';

/** A folder that somebody named takes or gives nothing. Its message holds the folder: it is for who named it, never for a log. */
export class PlaceFailed extends CustosError {
	/** As it was named. */
	readonly place: string;
	/** The system's code (`EROFS`). */
	readonly system: string;

	constructor(place: string, system: string, cause: unknown) {
		const code: ErrorCode = FULL.has(system) ? 'disk-full' : NOT_ALLOWED.has(system) ? 'config' : 'unreadable';
		super(code, `${place} cannot be used (${system})`, { cause });
		this.place = place;
		this.system = system;
	}
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const NOT_ALLOWED = new Set(['EROFS', 'EACCES', 'EPERM']);

/** The store in a folder, whose failures name the folder (`PlaceFailed`). Those of what is stored there pass as they are. */
export async function namedPlace(place: string, opening: Promise<BlobStore>): Promise<BlobStore> {
	/** What failed while it was read from elsewhere. */
	const others = new WeakSet<Error>();
	const named = (error: unknown): unknown => {
		if (!isCustosError(error) || others.has(error)) return error;
		const system = systemCode(error.cause);
		return system === undefined ? error : new PlaceFailed(place, system, error);
	};
	const naming = <T>(call: Promise<T>): Promise<T> =>
		call.catch((error: unknown) => {
			throw named(error);
		});
	async function* each<T>(pieces: AsyncIterable<T>, failure: (error: unknown) => unknown): AsyncGenerator<T> {
		try {
			yield* pieces;
		} catch (error) {
			throw failure(error);
		}
	}
	const elsewhere = (bytes: BlobBytes): BlobBytes =>
		bytes instanceof Uint8Array
			? bytes
			: each(bytes, (error) => {
					if (error instanceof Error) others.add(error);
					return error;
				});
	const store = await naming(opening);
	return {
		put: (key, bytes, facts) => naming(store.put(key, elsewhere(bytes), facts)),
		begin: (key, options) => naming(store.begin(key, options)),
		putPart: (upload, index, bytes, facts) => naming(store.putPart(upload, index, elsewhere(bytes), facts)),
		complete: (upload, tokens) => naming(store.complete(upload, tokens)),
		knows: (upload) => naming(store.knows(upload)),
		abort: (upload) => naming(store.abort(upload)),
		read: async (key, range) => failingAs(await naming(store.read(key, range)), named),
		head: (key) => naming(store.head(key)),
		list: (prefix) => each(store.list(prefix), named),
		delete: (key) => naming(store.delete(key)),
		erase(key, instead) {
			if (typeof instead !== 'object') return naming(store.erase(key, instead));
			return naming(store.erase(key, { size: instead.size, bytes: elsewhere(instead.bytes) }));
		},
	};
}

/** The same bytes; what they fail with is told otherwise. */
function failingAs(
	bytes: ReadableStream<Uint8Array>,
	failure: (error: unknown) => unknown,
): ReadableStream<Uint8Array> {
	const reader = bytes.getReader();
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const next = await reader.read().catch((error: unknown) => {
					throw failure(error);
				});
				if (next.done) controller.close();
				else controller.enqueue(next.value);
			},
			cancel: (reason) => reader.cancel(reason),
		},
		{ highWaterMark: 0 },
	);
}
