import { open, rename } from 'node:fs/promises';
import { objectKey } from '../../src/app/objects.ts';
import { fromHex, toHex } from '../../src/domain/bytes.ts';
import { openStream } from '../../src/domain/envelope/open-stream.ts';
import { paddedSize } from '../../src/domain/envelope/padding.ts';
import { openPrefix } from '../../src/domain/envelope/prefix.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import type { NamedBody } from './saved-ledger.ts';

/** A file that was opened with the recovery key. */
export interface RecoveredFile {
	size: number;
	sha256: string;
	/** How its end is known: by what ffprobe said, or as its last byte that is not zero. */
	end: 'examined' | 'last-byte';
}

/**
 * Opens one item into a new file, which gets its name when prefix and body are those of the ledger and all is on disk. Throws
 * `hash-mismatch`, `damaged`, `wrong-key`, `not-found`, `range`; a FILE.part may be left, which the next attempt replaces.
 */
export async function recoverFile(
	from: BlobStore,
	{ prefix: committed, body }: NamedBody,
	prefix: Uint8Array,
	secret: Uint8Array,
	path: string,
	options: { probed: number | undefined; signal?: AbortSignal; onBytes: (bytes: number) => void },
): Promise<RecoveredFile> {
	const { payloadKey } = openPrefix(prefix, secret, fromHex(committed));
	const sealed = platform.createSha256();
	async function* hashed(): AsyncGenerator<Uint8Array> {
		const range = { offset: body.offset, length: body.size };
		for await (const piece of await from.read(objectKey(body.object), range)) {
			options.signal?.throwIfAborted();
			sealed.update(piece);
			options.onBytes(piece.length);
			yield piece;
		}
	}
	const part = `${path}.part`;
	const file = await open(part, 'w', 0o600);
	const content = platform.createSha256();
	let end: RecoveredFile['end'] = 'last-byte';
	let size = 0;
	try {
		const write = async (piece: Uint8Array): Promise<void> => {
			content.update(piece);
			size += piece.length;
			await file.writeFile(piece);
		};
		let [zeros, whole] = [0, 0];
		for await (const piece of openStream(payloadKey, hashed())) {
			whole += piece.length;
			const used = usedLength(piece);
			if (used > 0) {
				await writeZeros(zeros, write);
				await write(piece.subarray(0, used));
				zeros = 0;
			}
			zeros += piece.length - used;
		}
		const { probed } = options;
		// Believed only where it fits: content up to it, and padding as the format has it.
		if (probed !== undefined && probed >= size && probed <= whole && paddedSize('original', probed) === whole) {
			await writeZeros(probed - size, write);
			end = 'examined';
		}
		if (toHex(sealed.digest()) !== body.sha256)
			throw new CustosError('hash-mismatch', 'this body is not the one in the ledger');
		await file.sync();
	} finally {
		await file.close();
	}
	await rename(part, path);
	return { size, sha256: toHex(content.digest()), end };
}

/** Up to the last byte that is not zero. */
function usedLength(piece: Uint8Array): number {
	let length = piece.length;
	while (length > 0 && piece[length - 1] === 0) length -= 1;
	return length;
}

const ZEROS = new Uint8Array(65_536);

async function writeZeros(count: number, write: (piece: Uint8Array) => Promise<void>): Promise<void> {
	for (let left = count; left > 0; left -= ZEROS.length) await write(ZEROS.subarray(0, Math.min(left, ZEROS.length)));
}
