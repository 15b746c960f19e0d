import { expect, test } from 'vitest';
import { type Bytes, utf8 } from '../../src/domain/bytes.ts';
import { canonical, type Json, parseCanonical } from '../../src/domain/canonical.ts';
import { detailRoot } from '../../src/domain/ledger/detail.ts';
import { decodeOpening, encodeOpening } from '../../src/domain/ledger/opening.ts';
import { parseStatement } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';

test.each(['[', '{"a":'])('a statement of nothing but %s is refused, and ends no stack', (open) => {
	const depth = Math.floor(8000 / open.length);
	const source = `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`;
	expect(() => parseStatement(utf8(source))).toThrow(expect.objectContaining({ code: 'bad-request' }));
});

test('64 levels are written and read, 65 are not', () => {
	const nested = (levels: number): Json => (levels === 0 ? 1 : [nested(levels - 1)]);
	expect(parseCanonical(canonical(nested(64)))).toEqual(nested(64));
	expect(() => canonical(nested(65))).toThrow(expect.objectContaining({ code: 'bad-request' }));
});

test('an opening is as long with optional fields as without, and reads back', () => {
	const seed = platform.randomBytes(32);
	const fields = { path: 'a', modified: 'b', sha256: 'c'.repeat(64), size: 1 };
	const all = { ...fields, size: 2 ** 45, sameAs: 'd', pathBytes: 'e' };
	const open = (some: { [name: string]: Json }): Bytes => encodeOpening({ seed, fields: some }, ['sha256', 'size']);
	expect(open(all).length).toBe(open(fields).length);
	expect(decodeOpening(open(all), detailRoot({ seed, fields: all }))).toEqual({ sha256: all.sha256, size: all.size });
	expect(() => decodeOpening(utf8('not JSON'), new Uint8Array(32))).toThrow(
		expect.objectContaining({ code: 'damaged' }),
	);
});
