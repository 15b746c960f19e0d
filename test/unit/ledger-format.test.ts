import { describe, expect, test } from 'vitest';
import { platform } from '#platform';
import { concat, toHex, utf8 } from '../../src/domain/bytes.ts';
import { canonical, type Json } from '../../src/domain/canonical.ts';
import { detailRoot, encodeDetail, fieldHashes } from '../../src/domain/ledger/detail.ts';
import { buildLeaf, formatSkeleton, parseSkeleton, type Skeleton } from '../../src/domain/ledger/leaf.ts';
import { rootOf } from '../../src/domain/ledger/merkle.ts';
import { decodeOpening, encodeOpening } from '../../src/domain/ledger/opening.ts';
import { parseStatement, type Statement, signStatement, verifyStatement } from '../../src/domain/ledger/statement.ts';

const seed = new Uint8Array(32).fill(9);
const statement: Statement = {
	v: 1,
	type: 'item.opened',
	id: '7'.repeat(32),
	origin: 'custos/test',
	actor: toHex(platform.ed25519Public(seed)),
	time: '2026-11-21T02:00:00.000Z',
	seen: { size: 41, root: 'a'.repeat(64) },
	case: '4'.repeat(32),
	generation: 1,
	item: 'e'.repeat(32),
	class: 'original',
};

describe('statement', () => {
	const signed = signStatement(statement, seed);

	test('is canonical JSON, signed under its own name', () => {
		expect(new TextDecoder().decode(signed.bytes)).toBe(canonical(statement as unknown as Json));
		const message = concat(utf8('custos/statement/v1\n'), signed.bytes);
		expect(platform.ed25519Verify(platform.ed25519Public(seed), message, signed.signature)).toBe(true);
		expect(platform.ed25519Verify(platform.ed25519Public(seed), signed.bytes, signed.signature)).toBe(false);
		expect(verifyStatement(signed, statement.actor)).toBe(true);
		expect(parseStatement(signed.bytes)).toEqual(statement);
	});

	test.each([
		['an unknown field', { extra: 1 }],
		['an unknown type', { type: 'item.stolen' }],
		['another version', { v: 2 }],
		['an id in capitals', { id: 'A'.repeat(32) }],
		['a missing item', { item: undefined }],
		['a class that is none', { class: 'both' }],
		['a size below zero', { seen: { size: -1, root: 'a'.repeat(64) } }],
	])('%s is refused', (_what, change) => {
		const bytes = utf8(canonical({ ...statement, ...change } as unknown as Json));
		expect(() => parseStatement(bytes)).toThrow(expect.objectContaining({ code: 'bad-request' }));
	});

	test('one that is not canonical, or too long, is refused', () => {
		expect(() => parseStatement(utf8(JSON.stringify(statement, null, 1)))).toThrow(
			expect.objectContaining({ code: 'bad-request' }),
		);
		expect(() => parseStatement(new Uint8Array(16_385).fill(0x20))).toThrow(
			expect.objectContaining({ code: 'too-large' }),
		);
	});
});

describe('leaf', () => {
	const skeleton: Skeleton = {
		v: 1,
		type: 'item.opened',
		time: '2026-11-21T02:00:00.412Z',
		result: 'accepted',
		subject: { kind: 'item', id: 'e'.repeat(32), n: 5 },
	};

	test('names what the notary says in canonical order, as the general writer does', () => {
		for (const exhibit of [undefined, 12]) {
			const one = { ...skeleton, ...(exhibit === undefined ? {} : { exhibit }) };
			expect(formatSkeleton(one)).toBe(canonical(one));
		}
		const odd = { ...skeleton, type: '"\\ud800" \u2028é' };
		expect(formatSkeleton(odd)).toBe(canonical(odd));
		expect(() => formatSkeleton({ ...skeleton, type: '\ud800' })).toThrow('lone surrogates');
	});

	test('is version ‖ two salted hashes, 65 bytes', () => {
		const signed = signStatement(statement, seed);
		const [salt1, salt2] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
		const text = formatSkeleton(skeleton);
		const leaf = buildLeaf({
			skeleton: text,
			skeletonSalt: salt1,
			statement: signed.bytes,
			signature: signed.signature,
			statementSalt: salt2,
		});
		const expected = concat(
			Uint8Array.of(1),
			platform.sha256(concat(salt1, utf8(text))),
			platform.sha256(concat(salt2, signed.bytes, signed.signature)),
		);
		expect(toHex(leaf)).toBe(toHex(expected));
		expect(leaf.length).toBe(65);
		expect(parseSkeleton(text)).toEqual(skeleton);
	});

	test('a skeleton with another result or an unknown field is refused', () => {
		for (const change of [{ result: 'maybe' }, { more: 1 }]) {
			expect(() => parseSkeleton(canonical({ ...skeleton, ...change } as unknown as Json))).toThrow();
		}
	});
});

describe('detail', () => {
	const detail = { seed: new Uint8Array(32).fill(3), fields: { size: 7, path: 'письмо.pdf', sha256: 'ab' } };

	test('the root is over salted hashes in the order of the names', () => {
		const leaf = (name: 'path' | 'sha256' | 'size') => {
			const salt = platform.hmacSha256(detail.seed, utf8(name));
			return platform.sha256(concat(Uint8Array.of(0), salt, utf8(canonical([name, detail.fields[name]]))));
		};
		expect(toHex(detailRoot(detail))).toBe(toHex(rootOf([leaf('path'), leaf('sha256'), leaf('size')])));
		expect(fieldHashes(detail).map((one) => one.name)).toEqual(['path', 'sha256', 'size']);
		expect(encodeDetail(detail).length).toBe(256);
	});

	test('an opening shows what it names and nothing else, and is bound to the root', () => {
		const opening = encodeOpening(detail, ['sha256', 'size']);
		expect(new TextDecoder().decode(opening)).not.toContain('письмо');
		expect(decodeOpening(opening, detailRoot(detail))).toEqual({ sha256: 'ab', size: 7 });
		expect(() => decodeOpening(opening, rootOf([]))).toThrow(expect.objectContaining({ code: 'damaged' }));
	});
});
