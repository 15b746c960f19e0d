import { platform } from '#platform';
import { equal, fromHex, text, toHex } from '../../domain/bytes.ts';
import { decodeSecretKey } from '../../domain/envelope/age-keys.ts';
import { openStream } from '../../domain/envelope/open-stream.ts';
import { unpad } from '../../domain/envelope/padding.ts';
import { openPrefix, prefixLength } from '../../domain/envelope/prefix.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Choices } from '../../domain/leaves.ts';
import { type BagReader, readSmall } from './bag-reader.ts';
import { hashFile } from './hash-file.ts';
import { isMosaic, LARGEST_MOSAIC } from './mosaic/mosaic.ts';
import type { ReportItem } from './report-model.ts';

/** Enough of an age file to hold any prefix of ours. */
const HEAD = 8192;

/** Paths of the files that the report names of an item. */
export function filesOf({ files }: ReportItem): string[] {
	const listed = [
		files.original,
		files.age,
		files.key,
		files.probe?.path,
		files.packets?.path,
		...files.keyframes.map((frame) => frame.path),
	];
	return listed.filter((path) => path !== null && path !== undefined);
}

/** The files of one item are what the log committed to, and key frames coarse where only such were chosen. Large ones are streamed. */
export async function checkItemFiles(bag: BagReader, item: ReportItem, chosen?: Choices['keyframes']): Promise<void> {
	const { files, sealed, id } = item;
	const named = new Set(filesOf(item));
	for (const path of await bag.list()) {
		if (path.startsWith(`${item.folder}/`) && !named.has(path))
			throw new CustosError('bad-proof', `${path} is among the files of item ${id}, but the report does not name it`);
	}
	for (const path of named) {
		if (!path.startsWith(`${item.folder}/`))
			throw new CustosError('bad-proof', `item ${id} names a file outside its folder`);
	}
	for (const file of [files.probe, files.packets, ...files.keyframes]) {
		if (file !== null && toHex(await hashFile(bag, file.path)) !== file.sha256)
			throw new CustosError('hash-mismatch', `${file.path} does not have the hash in the report`);
	}
	for (const { path } of chosen === 'blurred' ? files.keyframes : []) {
		if ((await bag.size(path)) > LARGEST_MOSAIC || !isMosaic(await bag.read(path)))
			throw new CustosError('bad-proof', `${path} is not made coarse, and only such key frames were to leave`);
	}
	if (files.original !== null) {
		if (item.sha256 === null)
			throw new CustosError('bad-proof', `the original of item ${id} is here, but its hash is not disclosed`);
		if (toHex(await hashFile(bag, files.original)) !== item.sha256)
			throw new CustosError('hash-mismatch', `the original of item ${id} is not the one that was received`);
		if (item.size !== null && (await bag.size(files.original)) !== item.size)
			throw new CustosError('size-mismatch', `the original of item ${id} has another size`);
	}
	if (files.key !== null && files.age === null)
		throw new CustosError('bad-proof', `the key of item ${id} is here without the sealed file`);
	if (files.age !== null) await checkSealed(bag, files.age, sealed, id);
	if (files.age !== null && files.key !== null) await checkOpens(bag, item, files.age, files.key);
}

/** The sealed file is prefix ‖ body, each with the hash that was signed when the item was received. */
async function checkSealed(bag: BagReader, path: string, sealed: ReportItem['sealed'], id: string): Promise<void> {
	const prefix = await readPrefix(bag, path);
	if (toHex(platform.sha256(prefix)) !== sealed.prefix)
		throw new CustosError('hash-mismatch', `the prefix of the sealed item ${id} is not the one that was received`);
	const hash = platform.createSha256();
	let size = 0;
	for await (const piece of after(bag.stream(path), prefix.length)) {
		hash.update(piece);
		size += piece.length;
	}
	if (size !== sealed.size || !equal(hash.digest(), fromHex(sealed.body))) {
		throw new CustosError('hash-mismatch', `the body of the sealed item ${id} is not the one that was received`);
	}
}

/** The sealed file opens with the key to the very original. */
async function checkOpens(bag: BagReader, item: ReportItem, age: string, key: string): Promise<void> {
	if (item.sha256 === null || item.size === null)
		throw new CustosError('bad-proof', `the key of item ${item.id} is here, but its hash and size are not disclosed`);
	const match = /^(AGE-SECRET-KEY-1[0-9A-Z]+)\n$/.exec(text(await readSmall(bag, key, 1000)));
	if (match === null) throw new CustosError('bad-key', `the key of item ${item.id} is not one age secret key`);
	const prefix = await readPrefix(bag, age);
	const { payloadKey } = openPrefix(prefix, decodeSecretKey(match[1] as string), fromHex(item.sealed.prefix));
	const hash = platform.createSha256();
	for await (const piece of unpad(openStream(payloadKey, after(bag.stream(age), prefix.length)), item.size))
		hash.update(piece);
	if (toHex(hash.digest()) !== item.sha256)
		throw new CustosError('hash-mismatch', `the sealed item ${item.id} opens to something else than the original`);
}

async function readPrefix(bag: BagReader, path: string): Promise<Uint8Array> {
	const head = new Uint8Array(HEAD);
	let filled = 0;
	for await (const piece of bag.stream(path)) {
		const taken = Math.min(piece.length, HEAD - filled);
		head.set(piece.subarray(0, taken), filled);
		filled += taken;
		if (filled === HEAD) break;
	}
	const start = head.subarray(0, filled);
	return start.slice(0, prefixLength(start));
}

async function* after(stream: AsyncIterable<Uint8Array>, skip: number): AsyncGenerator<Uint8Array> {
	let left = skip;
	for await (const piece of stream) {
		const cut = Math.min(left, piece.length);
		left -= cut;
		if (cut < piece.length) yield piece.subarray(cut);
	}
}
