import type { FileHandle } from 'node:fs/promises';
import { CustosError } from '../../domain/errors.ts';
import { fs } from './fs-errors.ts';

const CHUNK = 1024 * 1024;

/**
 * The bytes `[offset, offset+length)` of an open file, read only when asked for, 1 MiB at a time. Closes the file at
 * the end, on failure and on cancel.
 */
export function readFile(file: FileHandle, offset: number, length: number): ReadableStream<Uint8Array> {
	let at = offset;
	const end = offset + length;
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				try {
					if (at < end) {
						const chunk = new Uint8Array(Math.min(CHUNK, end - at));
						const { bytesRead } = await fs(file.read(chunk, 0, chunk.length, at));
						if (bytesRead === 0) throw new CustosError('damaged', 'an object became shorter while it was read');
						at += bytesRead;
						controller.enqueue(chunk.subarray(0, bytesRead));
					}
					if (at < end) return;
				} catch (error) {
					await file.close();
					throw error;
				}
				await file.close();
				controller.close();
			},
			cancel: () => file.close(),
		},
		{ highWaterMark: 0 },
	);
}
