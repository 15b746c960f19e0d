import { platform } from '#platform';
import { type Bytes, fromBase64, fromHex, toBase64, toHex } from '../../domain/bytes.ts';
import { sealChunks } from '../../domain/envelope/body.ts';
import { CHUNK_SIZE, sealedSize } from '../../domain/envelope/chunk-range.ts';
import { itemKey, share } from '../../domain/envelope/item-key.ts';
import { paddedSize } from '../../domain/envelope/padding.ts';
import { openPrefix, sealPrefix } from '../../domain/envelope/prefix.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Found, SourceFile } from './ports.ts';
import type { IntakeSecrets } from './tasks.ts';

/** A sealed prefix and the key of the body that goes with it. */
export interface Envelope {
	prefix: string;
	payloadKey: Bytes;
}

/** The envelope of an item: a new one, or the one a journal remembers. */
export function envelopeOf(item: string, secrets: IntakeSecrets, prefix?: string): Envelope {
	const key = itemKey(
		share(fromHex(secrets.memberSecret), item, 'original'),
		share(fromHex(secrets.notarySecret), item, 'original'),
		item,
		'original',
	);
	if (prefix !== undefined) return { prefix, payloadKey: openPrefix(fromBase64(prefix), key.secret).payloadKey };
	const sealed = sealPrefix({
		fileKey: platform.randomBytes(16),
		recipients: [key.publicKey, fromHex(secrets.recovery)],
	});
	return { prefix: toBase64(sealed.prefix), payloadKey: sealed.payloadKey };
}

/** Bytes of the body of a file of this size. */
export function bodySize(size: number): number {
	return sealedSize(paddedSize('original', size));
}

/** The file as it was planned; throws `changed` if it is another now. */
export async function checkUnchanged(
	file: SourceFile,
	planned: Pick<Found, 'size' | 'modifiedMs' | 'inode'>,
): Promise<void> {
	const now = await file.facts();
	if (now.size !== planned.size || now.modifiedMs !== planned.modifiedMs || now.inode !== planned.inode) {
		throw new CustosError('changed', 'the file changed while it was read');
	}
}

/** Buffers that a file passes through. */
export interface Rooms {
	/** For plaintext, used again for each run. */
	plain(size: number): Bytes;
	/** For one sealed run; resolves when there is room. */
	sealed(size: number): Bytes | Promise<Bytes>;
}

/**
 * Seals a file in runs of `chunksPerRun` chunks, each handed to `use` with its SHA-256 before the next is read. The
 * plaintext is the file, then zeros up to its padded size. Returns both SHA-256, of the file and of the body. Each byte is
 * hashed once as plaintext and twice as ciphertext (its run, the body), once where a single run is the whole body.
 */
export async function sealRuns(
	file: SourceFile,
	size: number,
	payloadKey: Bytes,
	chunksPerRun: number,
	rooms: Rooms,
	use?: (run: number, sealed: Bytes, sha256: string) => Promise<void>,
): Promise<{ sha256: string; body: string }> {
	const padded = paddedSize('original', size);
	const runSize = chunksPerRun * CHUNK_SIZE;
	const runs = Math.ceil(padded / runSize);
	const plain = rooms.plain(Math.min(runSize, padded));
	const [plainHash, bodyHash] = [platform.createSha256(), platform.createSha256()];
	for (let run = 0; run < runs; run++) {
		const at = run * runSize;
		const length = Math.min(runSize, padded - at);
		const fromFile = Math.max(0, Math.min(length, size - at));
		await fill(file, plain.subarray(0, fromFile), at);
		plain.fill(0, fromFile, length);
		const isLast = run === runs - 1;
		const room = await rooms.sealed(sealedSize(length));
		const sealed = sealChunks(payloadKey, plain.subarray(0, length), run * chunksPerRun, isLast, room);
		const sha256 = toHex(platform.sha256(sealed));
		if (runs === 1) {
			await use?.(run, sealed, sha256);
			return { sha256: toHex(platform.sha256(plain.subarray(0, fromFile))), body: sha256 };
		}
		plainHash.update(plain.subarray(0, fromFile));
		bodyHash.update(sealed);
		await use?.(run, sealed, sha256);
	}
	return { sha256: toHex(plainHash.digest()), body: toHex(bodyHash.digest()) };
}

async function fill(file: SourceFile, into: Uint8Array, at: number): Promise<void> {
	let done = 0;
	while (done < into.length) {
		const bytes = await file.read(into.subarray(done), at + done);
		if (bytes === 0) throw new CustosError('changed', 'the file became shorter while it was read');
		done += bytes;
	}
}
