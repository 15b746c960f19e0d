import { CustosError } from '../domain/errors.ts';
import type { PartUpload } from './blob-store.ts';

/** S3's limit, kept by every adapter so that an archive can move. */
const MAX_PARTS = 10_000;

const KEY = /^[a-z0-9][a-z0-9/_.-]{0,200}$/;
const KEY_TRAP = /\.\.|\/\/|\/\.|\/$/;

/** True if `key` may name an object. */
export function isKey(key: string): boolean {
	return KEY.test(key) && !KEY_TRAP.test(key);
}

/** Throws `bad-request` unless `key` may name an object. The key is not repeated: it may be hostile. */
export function checkKey(key: string): void {
	if (!isKey(key)) throw new CustosError('bad-request', 'this is not a key of an object');
}

/** Throws `bad-request` unless `value` is a whole number of bytes. */
export function checkSize(value: number, what: string): void {
	if (!Number.isSafeInteger(value) || value < 0) {
		throw new CustosError('bad-request', `${what} is not a whole number of bytes`);
	}
}

/** How many parts an upload has: at least one. Throws `bad-request`, or `too-large` above 10,000. */
export function countParts(upload: { size: number; partSize: number }): number {
	checkSize(upload.size, 'size');
	checkSize(upload.partSize, 'partSize');
	if (upload.partSize === 0) throw new CustosError('bad-request', 'partSize is zero');
	const count = Math.max(1, Math.ceil(upload.size / upload.partSize));
	if (count > MAX_PARTS) {
		throw new CustosError('too-large', `an upload has at most ${MAX_PARTS} parts: choose a larger partSize`);
	}
	return count;
}

/** Where part `index` lies: its offset and exact size. Throws `bad-request` if there is no such part. */
export function placePart(upload: PartUpload, index: number): { offset: number; size: number } {
	const count = countParts(upload);
	if (!Number.isSafeInteger(index) || index < 0 || index >= count) {
		throw new CustosError('bad-request', `there is no part ${index} of ${count}`);
	}
	const offset = index * upload.partSize;
	return { offset, size: Math.min(upload.partSize, upload.size - offset) };
}

/** Throws `range` unless `[offset, offset+length)` lies inside `size` bytes. */
export function checkRange(range: { offset: number; length: number }, size: number): void {
	const { offset, length } = range;
	const whole = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
	if (!whole || offset > size || length > size - offset) {
		throw new CustosError('range', `the bytes asked for are outside an object of ${size} bytes`);
	}
}

/** Throws `size-mismatch` unless the bytes that came are the bytes that were promised. */
export function checkCount(came: number, promised: number): void {
	if (came !== promised) {
		throw new CustosError(
			'size-mismatch',
			`${came} bytes came${came > promised ? ' so far' : ''}, ${promised} were promised`,
		);
	}
}
