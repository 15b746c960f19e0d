import { ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { CustosError } from '../domain/errors.ts';
import type { BagSink } from './bag-sink.ts';

/** Files smaller than this, in bytes, are held whole, so that their header tells their size and any program can read them. */
const SMALL = 1 << 20;

/** A zip that is made while it is read. */
export interface ZipBag extends BagSink {
	/** The bytes of the zip, from its beginning; ends after `close`. Nothing is taken in faster than this is read. */
	readonly readable: ReadableStream<Uint8Array>;
	/** Ends the zip. */
	close(): Promise<void>;
	/** Breaks off: `readable` then fails with the reason. */
	abort(reason: unknown): Promise<void>;
}

/**
 * A bag as a zip with one folder at its top (RFC 8493, 4.1). Stored, never deflated: footage is deflated already, and a
 * stored file can be read in place. Zip64 where a file or the whole is larger than 4 GiB. `modified`: the time all files
 * get; UTC, so that no time zone shows.
 */
export function zipBag(folder: string, modified: Date): ZipBag {
	if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(folder))
		throw new CustosError('bad-request', 'the folder of a zipped bag has a plain name');
	const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
	const zip = new ZipWriter(writable, {
		level: 0,
		useWebWorkers: false,
		extendedTimestamp: false,
		rawLastModDate: dosTime(modified),
	});
	return {
		readable,
		async add(path, content, size) {
			const name = `${folder}/${path}`;
			if (size !== undefined && size < SMALL) {
				await zip.add(name, streamOf(content), { uncompressedSize: size, bufferedWrite: true });
			} else {
				await zip.add(name, streamOf(content), size === undefined ? {} : { uncompressedSize: size });
			}
		},
		async close() {
			await zip.close();
		},
		abort: (reason) => writable.abort(reason),
	};
}

function streamOf(content: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
	const pieces = content[Symbol.asyncIterator]();
	return new ReadableStream({
		async pull(controller) {
			const next = await pieces.next();
			if (next.done === true) controller.close();
			else controller.enqueue(next.value);
		},
		async cancel() {
			await pieces.return?.();
		},
	});
}

/** MS-DOS date and time, to two seconds; it has no zone. */
function dosTime(time: Date): number {
	const date = (Math.max(0, time.getUTCFullYear() - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate();
	const clock = (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1);
	return ((date << 16) | clock) >>> 0;
}
