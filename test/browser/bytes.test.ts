import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromBase64, fromHex, toHex } from '../../src/domain/bytes.ts';
import { hasChromium } from './chromium.ts';
import { openVisitors, type Visitors } from './visitors.ts';

/** What is to be read, and how: the browser has decoders of its own, which must be as strict as Node's way. */
const base64 = [
	...['', 'AA==', 'AAA=', 'AAAA', 'AAAAAA==', '+/+/', '/w=='],
	...['A', 'AA', 'AAA', 'AA=', 'AB==', 'AAB=', '=', '====', 'AA==AAAA', 'AAAA====', '-_-_', 'AA\u00e9='],
	...[
		' AAA',
		'AAAA ',
		'AA AA===',
		'AA==    ',
		'    ',
		'AA= =',
		'AA\nAA',
		'AAAA\n\n\n\n',
		'AA=    =',
		'A A A A =',
		'\u00a0AAA',
	],
];
const hex = ['', '00', 'ff00', '0', 'F0', 'fF', 'g0', ' 0', '0 ', '0x', '00 0', '\uff10\uff10'];

function read(how: (text: string) => Uint8Array, texts: readonly string[]): string[] {
	return texts.map((one) => {
		try {
			return toHex(how(one));
		} catch (error) {
			return String((error as { code?: string }).code);
		}
	});
}

let visitors: Visitors;
beforeAll(async () => {
	if (hasChromium) visitors = await openVisitors('http://localhost');
});
afterAll(() => visitors?.close());

test.skipIf(!hasChromium)('base64, hexadecimal and UTF-8 are read in a browser as in Node', async () => {
	const { outputFiles } = await build({
		entryPoints: [join(import.meta.dirname, '../../src/domain/bytes.ts')],
		bundle: true,
		write: false,
		format: 'iife',
		globalName: 'bytes',
		platform: 'browser',
	});
	const { page } = await visitors.visitor();
	await page.addScriptTag({ content: outputFiles[0]?.text ?? '' });
	type Bytes = typeof import('../../src/domain/bytes.ts');
	const there = await page.evaluate(
		([first, second]) => {
			const { bytes } = window as unknown as { bytes: Bytes };
			const all = (how: (text: string) => Uint8Array, texts: readonly string[]): string[] =>
				texts.map((one) => {
					try {
						return bytes.toHex(how(one));
					} catch (error) {
						return String((error as { code?: string }).code);
					}
				});
			const texts = ['', 'abc', 'ж', `${'a'.repeat(255)}é`, '\ud800', 'a'.repeat(300)];
			return {
				base64: all(bytes.fromBase64, first),
				hex: all(bytes.fromHex, second),
				utf8: texts.every((one) => bytes.toHex(bytes.utf8(one)) === bytes.toHex(new TextEncoder().encode(one))),
				native: 'fromBase64' in Uint8Array,
			};
		},
		[base64, hex] as const,
	);
	expect(there).toEqual({ base64: read(fromBase64, base64), hex: read(fromHex, hex), utf8: true, native: true });
	expect(there.base64.slice(7).every((one) => one === 'bad-request')).toBe(true);
});
