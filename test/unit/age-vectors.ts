import { inflateSync } from 'node:zlib';
import * as vectors from 'cctv-age';
import { describe, expect, it } from 'vitest';
import { text, toHex } from '../../src/domain/bytes.ts';
import { decodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import { openChunks } from '../../src/domain/envelope/body.ts';
import { SEALED_CHUNK_SIZE } from '../../src/domain/envelope/chunk-range.ts';
import { openPrefix, prefixLength } from '../../src/domain/envelope/prefix.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { readAgeFile } from './age-files.ts';

interface Vector {
	readonly name: string;
	readonly expect: string;
	readonly identities: readonly string[];
	readonly payload: string | undefined;
	readonly kind: 'ours' | 'armor' | 'passphrase' | 'hybrid';
	readonly file: Uint8Array;
}

function parse(name: string, bytes: Uint8Array): Vector {
	const end = Buffer.from(bytes).indexOf('\n\n');
	const fields = text(bytes.subarray(0, end)).split('\n');
	const all = (field: string) =>
		fields.filter((line) => line.startsWith(`${field}: `)).map((line) => line.slice(field.length + 2));
	const file = bytes.subarray(end + 2);
	const identities = all('identity');
	const hybrid = identities.some((identity) => identity.startsWith('AGE-SECRET-KEY-PQ-1'));
	return {
		name,
		expect: all('expect')[0] as string,
		identities,
		payload: all('payload')[0],
		kind:
			all('armored').length > 0 ? 'armor' : all('passphrase').length > 0 ? 'passphrase' : hybrid ? 'hybrid' : 'ours',
		file: all('compressed')[0] === 'zlib' ? inflateSync(file) : file,
	};
}

/** What a failure of each kind is called here. */
const codes: Record<string, string> = {
	'header failure': 'damaged',
	'HMAC failure': 'damaged',
	'payload failure': 'damaged',
	'no match': 'wrong-key',
};

const anyone = new Uint8Array(32).fill(7);

/** The C2SP age vectors (npm cctv-age), every one of them: read, or refused cleanly. */
export function ageVectors(platformName: string): void {
	const all = Object.entries(vectors)
		.filter(([, bytes]) => bytes instanceof Uint8Array)
		.map(([name, bytes]) => parse(name, bytes));
	const of = (kind: Vector['kind']) => all.filter((vector) => vector.kind === kind);

	describe(`age vectors on ${platformName}`, () => {
		it('are all 143 sorted', () => {
			const counts = Object.groupBy(all, ({ kind }) => kind);
			expect(all).toHaveLength(143);
			expect(Object.fromEntries(Object.entries(counts).map(([kind, list]) => [kind, list.length]))).toEqual({
				ours: 67,
				armor: 33,
				passphrase: 25,
				hybrid: 18,
			});
		});

		it.each(of('ours'))('$name: $expect', async (vector) => {
			const released: Uint8Array[] = [];
			const secret = vector.identities[0] === undefined ? anyone : decodeSecretKey(vector.identities[0]);
			const reading = readAgeFile(vector.file, secret, released);
			if (vector.expect === 'success') await reading;
			else await expect(reading).rejects.toMatchObject({ code: codes[vector.expect] });
			if (vector.expect === 'HMAC failure') await expect(reading).rejects.toThrow('MAC of the age header');
			if (vector.expect === 'payload failure') expect(() => openPrefix(head(vector.file), secret)).not.toThrow();
			if (vector.expect === 'payload failure') released.push(...heldBack(vector.file, secret, released.length));
			if (vector.payload !== undefined) expect(toHex(platform.sha256(...released))).toBe(vector.payload);
			if (vector.expect === 'success') {
				const { payloadKey } = openPrefix(head(vector.file), secret);
				const whole = openChunks(payloadKey, vector.file.subarray(prefixLength(vector.file)), 0, true);
				expect(toHex(platform.sha256(whole))).toBe(vector.payload);
			}
		});

		it.each(of('armor'))('$name is refused: armor is not an item', async ({ file }) => {
			await expect(readAgeFile(file, anyone)).rejects.toMatchObject({ code: 'damaged' });
		});

		it.each(of('passphrase'))('$name is refused: a passphrase is not a recipient of ours', async ({ file }) => {
			await expect(readAgeFile(file, anyone)).rejects.toMatchObject({
				code: expect.stringMatching(/^(damaged|wrong-key)$/),
			});
		});

		it.each(of('hybrid'))('$name is refused: hybrid recipients are not read', async ({ file, identities }) => {
			for (const identity of identities.filter((text) => text.startsWith('AGE-SECRET-KEY-PQ-1'))) {
				expect(() => decodeSecretKey(identity)).toThrow(expect.objectContaining({ code: 'bad-key' }));
			}
			await expect(readAgeFile(file, anyone)).rejects.toMatchObject({
				code: expect.stringMatching(/^(damaged|wrong-key)$/),
			});
		});
	});
}

/**
 * The reference reader releases a chunk that opens under either flag and only then notices that the flag does not fit
 * the end of the file. Ours opens a chunk under the one flag that fits, so it may release one chunk less.
 */
function heldBack(file: Uint8Array, secret: Uint8Array, index: number): Uint8Array[] {
	const { payloadKey } = openPrefix(head(file), secret);
	const start = prefixLength(file) + index * SEALED_CHUNK_SIZE;
	const chunk = file.subarray(start, start + SEALED_CHUNK_SIZE);
	return [true, false].flatMap((isLast) => {
		try {
			return [openChunks(payloadKey, chunk, index, isLast)];
		} catch (error) {
			if (isCustosError(error, 'damaged')) return [];
			throw error;
		}
	});
}

function head(file: Uint8Array): Uint8Array {
	return file.subarray(0, prefixLength(file));
}
