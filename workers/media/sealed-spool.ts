import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bytes, toHex } from '../../src/domain/bytes.ts';
import { sealChunks } from '../../src/domain/envelope/body.ts';
import { CHUNK_SIZE, SEALED_CHUNK_SIZE, sealedSize } from '../../src/domain/envelope/chunk-range.ts';
import { paddedSize } from '../../src/domain/envelope/padding.ts';
import { CustosError } from '../../src/domain/errors.ts';
import type { Hex32 } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';

/** Chunks sealed at once: 4 MiB. */
const RUN = 64;

/** A body that is being sealed while its length is not known yet. Only ciphertext touches the disk, in a file without a name. */
export interface SealedSpool {
	/** The next plaintext after the head. */
	write(bytes: Uint8Array): Promise<void>;
	/** Seals the head, pads and ends the body. `head` has exactly the bytes that were left for it. */
	finish(head: Uint8Array): Promise<{ size: number; plainSize: number; sha256: Hex32 }>;
	/** Bytes of the finished body. */
	read(offset: number, length: number): Promise<Bytes>;
	/** Lets the file go; to be called in every case. */
	close(): Promise<void>;
}

/** `headChunks`: whole chunks at the beginning that are written last, each chunk being sealed only once; may be none. */
export async function createSpool(payloadKey: Uint8Array, headChunks: number): Promise<SealedSpool> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-spool-'));
	const file = await open(join(folder, 'sealed'), 'wx+', 0o600).finally(() => rm(folder, { recursive: true }));
	const run = new Uint8Array(RUN * CHUNK_SIZE);
	let filled = 0;
	let chunk = headChunks;

	const flush = async (isLast: boolean): Promise<void> => {
		const sealed = sealChunks(payloadKey, run.subarray(0, filled), chunk, isLast);
		await file.write(sealed, 0, sealed.length, chunk * SEALED_CHUNK_SIZE);
		chunk += filled / CHUNK_SIZE;
		filled = 0;
	};
	const put = async (bytes: Uint8Array | number): Promise<void> => {
		const length = typeof bytes === 'number' ? bytes : bytes.length;
		for (let at = 0; at < length; ) {
			// A full run waits until something follows it: it may be the last.
			if (filled === run.length) await flush(false);
			const taken = Math.min(length - at, run.length - filled);
			if (typeof bytes === 'number') run.fill(0, filled, filled + taken);
			else run.set(bytes.subarray(at, at + taken), filled);
			filled += taken;
			at += taken;
		}
	};

	return {
		write: put,
		async finish(head) {
			if (head.length !== headChunks * CHUNK_SIZE)
				throw new CustosError('internal', 'the head of a spool has the size that was left for it');
			const plainSize = chunk * CHUNK_SIZE + filled;
			const padded = paddedSize('working', plainSize);
			await put(padded - plainSize);
			await flush(true);
			if (headChunks > 0) {
				const first = sealChunks(payloadKey, head, 0, false);
				await file.write(first, 0, first.length, 0);
			}
			run.fill(0);
			const size = sealedSize(padded);
			const hash = platform.createSha256();
			for await (const piece of file.createReadStream({ start: 0, end: size - 1, autoClose: false }))
				hash.update(piece);
			return { size, plainSize, sha256: toHex(hash.digest()) };
		},
		async read(offset, length) {
			const bytes = new Uint8Array(length);
			const { bytesRead } = await file.read(bytes, 0, length, offset);
			if (bytesRead !== length) throw new CustosError('internal', 'a spool is shorter than it was');
			return bytes;
		},
		close: () => file.close(),
	};
}
