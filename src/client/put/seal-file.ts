import { platform } from '#platform';
import { type Bytes, fromBase64, fromHex, toBase64, toHex } from '../../domain/bytes.ts';
import { nativeChunkSealer, sealChunks } from '../../domain/envelope/body.ts';
import { CHUNK_SIZE, sealedSize } from '../../domain/envelope/chunk-range.ts';
import { itemKey, share } from '../../domain/envelope/item-key.ts';
import { paddedSize } from '../../domain/envelope/padding.ts';
import { openPrefix, sealPrefix } from '../../domain/envelope/prefix.ts';
import { CustosError } from '../../domain/errors.ts';
import type { NativeBulk } from '../../domain/platform/port.ts';
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

/** Some systems say of a file that it is empty, and give bytes when it is read: it must not be taken as empty. */
export async function checkTrulyEmpty(file: SourceFile): Promise<void> {
	if ((await file.read(new Uint8Array(1), 0)) > 0)
		throw new CustosError('unreadable', 'the file is said to be empty and is not');
}

/** Buffers that a file passes through. */
export interface Rooms {
	/** For plaintext, used again for each run. */
	plain(size: number): Bytes;
	/** For one sealed run; resolves when there is room. */
	sealed(size: number): Bytes | Promise<Bytes>;
}

/** Chunks that are read, hashed and sealed together: so many stay in the processor's cache from one to the next. */
const SLICE_CHUNKS = 16;

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
	const runs = Math.ceil(padded / CHUNK_SIZE / chunksPerRun);
	const [plainHash, bodyHash] = [platform.createSha256(), platform.createSha256()];
	// Where native code is lent only by promises, a run is sealed beside the hashing, and its own hash made of the whole.
	const { nativeBulk } = platform;
	const sealer = await nativeChunkSealer(payloadKey);
	let sha256 = '';
	for (let run = 0; run < runs; run++) {
		const begin = run * chunksPerRun * CHUNK_SIZE;
		const end = Math.min(padded, begin + chunksPerRun * CHUNK_SIZE);
		const sealed = await rooms.sealed(sealedSize(end - begin));
		const runHash = nativeBulk === undefined ? platform.createSha256() : undefined;
		for (let at = begin, to = 0; at < end; at += SLICE_CHUNKS * CHUNK_SIZE) {
			const plain = rooms.plain(Math.min(SLICE_CHUNKS * CHUNK_SIZE, end - at));
			const content = plain.subarray(0, Math.max(0, Math.min(plain.length, size - at)));
			await fill(file, content, at);
			plain.fill(0, content.length);
			const slice = sealed.subarray(to, to + sealedSize(plain.length));
			const isLast = at + plain.length === padded;
			const sealing = sealer?.(plain, at / CHUNK_SIZE, isLast, slice);
			plainHash.update(content);
			if (sealing === undefined) sealChunks(payloadKey, plain, at / CHUNK_SIZE, isLast, slice);
			else await sealing;
			runHash?.update(slice);
			if (runs > 1) bodyHash.update(slice);
			to += slice.length;
		}
		sha256 = toHex(runHash === undefined ? await (nativeBulk as NativeBulk).sha256(sealed) : runHash.digest());
		await use?.(run, sealed, sha256);
	}
	return { sha256: toHex(plainHash.digest()), body: runs === 1 ? sha256 : toHex(bodyHash.digest()) };
}

async function fill(file: SourceFile, into: Uint8Array, at: number): Promise<void> {
	let done = 0;
	while (done < into.length) {
		const bytes = await file.read(into.subarray(done), at + done);
		if (bytes === 0) throw new CustosError('changed', 'the file became shorter while it was read');
		done += bytes;
	}
}
