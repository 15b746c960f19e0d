import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { concat, text, toHex, utf8 } from '../../src/domain/bytes.ts';
import { createOpener, createSealer, openSealed, sealTo } from '../../src/domain/envelope/sealed-box.ts';
import { platform } from '../../src/domain/platform/node.ts';

const secret = platform.randomBytes(32);
const recipient = platform.x25519Public(secret);
const context = { what: 'case-secret 00112233445566778899aabbccddeeff', purpose: 'membership', generation: 3 };
const payload = utf8('a small secret');

describe('sealed box', () => {
	it('opens for its recipient', () => {
		expect(openSealed(secret, sealTo(recipient, context, payload), context)).toEqual(payload);
		expect(openSealed(secret, sealTo(recipient, context, new Uint8Array(0)), context)).toHaveLength(0);
		const long = platform.randomBytes(100_000);
		expect(openSealed(secret, sealTo(recipient, context, long), context)).toEqual(long);
	});

	it('is a plain nacl.box after its 89 bytes of head', () => {
		const sealed = sealTo(recipient, context, payload);
		const opened = nacl.box.open(sealed.subarray(89), sealed.subarray(33, 57), sealed.subarray(1, 33), secret);
		expect(JSON.parse(text(opened ?? new Uint8Array(0)))).toEqual({
			v: 1,
			...context,
			for: toHex(recipient),
			payload: 'YSBzbWFsbCBzZWNyZXQ=',
		});
	});

	it('does not open for anyone else', () => {
		const sealed = sealTo(recipient, context, payload);
		expect(() => openSealed(platform.randomBytes(32), sealed, context)).toThrow(
			expect.objectContaining({ code: 'wrong-key' }),
		);
	});

	it.each([
		['what', { what: 'case-secret of another' }],
		['purpose', { purpose: 'recovery' }],
		['generation', { generation: 2 }],
	])('is refused as another %s', (_, other) => {
		const sealed = sealTo(recipient, context, payload);
		expect(() => openSealed(secret, sealed, { ...context, ...other })).toThrow(
			expect.objectContaining({ code: 'damaged' }),
		);
	});

	it.each([
		['white space', (whole: string) => whole.replace(',', ', ')],
		['another member', (whole: string) => whole.replace('"payload"', '"more":1,"payload"')],
		['two payloads', (whole: string) => whole.replace('"purpose"', '"payload":"","purpose"')],
		['base64 that is not canonical', (whole: string) => whole.replace('ZXQ=', 'ZXR=')],
		['no payload', (whole: string) => whole.replace(/"payload":"[^"]*",/, '')],
	])('is refused with %s in its plaintext', (_, bend) => {
		const sealed = sealTo(recipient, context, payload);
		const [nonce, key] = [sealed.subarray(33, 57), nacl.box.before(sealed.subarray(1, 33), secret)];
		const whole = text(nacl.box.open.after(sealed.subarray(89), nonce, key) ?? new Uint8Array(0));
		const resealed = (plaintext: string) => concat(sealed.subarray(0, 89), nacl.box.after(utf8(plaintext), nonce, key));
		expect(openSealed(secret, resealed(whole), context)).toEqual(payload);
		expect(bend(whole)).not.toBe(whole);
		expect(() => openSealed(secret, resealed(bend(whole)), context)).toThrow(
			expect.objectContaining({ code: 'damaged' }),
		);
	});

	it('is refused with any byte changed, cut or added', () => {
		const sealed = sealTo(recipient, context, payload);
		const refused = expect.objectContaining({ code: expect.stringMatching(/^(damaged|wrong-key|bad-key)$/) });
		for (let at = 0; at < sealed.length; at++) {
			const bad = Uint8Array.from(sealed);
			bad[at] = (bad[at] as number) ^ 4;
			expect(() => openSealed(secret, bad, context)).toThrow(refused);
			expect(() => openSealed(secret, sealed.subarray(0, at), context)).toThrow(refused);
		}
		expect(() => openSealed(secret, concat(sealed, Uint8Array.of(0)), context)).toThrow(refused);
	});

	it('is refused when its content is not the canonical text', () => {
		const sealed = sealTo(recipient, context, payload);
		const [ephemeral, nonce] = [sealed.subarray(1, 33), sealed.subarray(33, 57)];
		const key = nacl.box.before(ephemeral, secret);
		const good = text(nacl.box.open.after(sealed.subarray(89), nonce, key) ?? new Uint8Array(0));
		const rebox = (content: string) => concat(sealed.subarray(0, 89), nacl.box.after(utf8(content), nonce, key));
		expect(openSealed(secret, rebox(good), context)).toEqual(payload);
		for (const bad of [
			`${good} `,
			good.replace('"v":1', '"v":2'),
			good.replace('"v":1', '"u":0,"v":1'),
			good.replace('Q=', 'R='),
			'{}',
			'',
		]) {
			expect(() => openSealed(secret, rebox(bad), context)).toThrow(expect.objectContaining({ code: 'damaged' }));
		}
	});

	it('of one sealer share an ephemeral key, never a nonce', () => {
		const seal = createSealer(recipient);
		const open = createOpener(secret);
		const boxes = [1, 2, 3].map((generation) => seal({ ...context, generation }, payload));
		expect(new Set(boxes.map((box) => toHex(box.subarray(1, 33)))).size).toBe(1);
		expect(new Set(boxes.map((box) => toHex(box.subarray(33, 57)))).size).toBe(3);
		boxes.forEach((box, i) => {
			expect(open(box, { ...context, generation: i + 1 })).toEqual(payload);
		});
		expect(open(sealTo(recipient, context, payload), context)).toEqual(payload);
	});
});
