import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failureIn } from '../../src/report/words/failures.ts';

const root = join(import.meta.dirname, '../..');

/** What is said where an error of one of these codes is made, as its source writes it, with `7` for each value. */
function said(files: string, codes: string): string[] {
	const made = new RegExp(
		`new CustosError\\(\\s*'(?:${codes})',\\s*(?:'([^']*)'|\`((?:\\$\\{[^}]*\\}|[^\`])*)\`)`,
		'g',
	);
	return globSync(files, { cwd: root }).flatMap((name) =>
		[...readFileSync(join(root, name), 'utf8').matchAll(made)].map(([, plain, composed]) =>
			(plain ?? composed ?? '').replaceAll(/\$\{[^}]*\}/g, '7'),
		),
	);
}

test('every reason why a worker’s tools or its comparison fail an item is said in Russian, with its numbers', () => {
	// Beside a proxy that cannot be made for want of an encoder, `config` and `internal` fail no item.
	const reasons = said('workers/media/*.ts', 'tool-failed|limit|damaged|hash-mismatch|size-mismatch');
	expect(reasons.length).toBeGreaterThanOrEqual(20);
	for (const reason of reasons) {
		const russian = failureIn('ru', reason);
		expect(russian).toMatch(/[а-яё]/);
		expect(russian.match(/7/g)).toEqual(reason.match(/7/g));
		expect(failureIn('en', reason)).toBe(reason);
	}
});

test('so is what a stored body that is not what was received shows', () => {
	const reasons = [
		...said('src/domain/envelope/{padding,prefix,sealed-box}.ts', 'damaged|hash-mismatch|wrong-key'),
		...said('src/domain/platform/key-shape.ts', 'damaged'),
	].filter((one) => !one.endsWith(': 7'));
	expect(reasons.length).toBeGreaterThanOrEqual(7);
	for (const reason of [...reasons, 'the stored body is not the one that was received'])
		expect(failureIn('ru', reason), reason).toMatch(/[а-яё]/);
	expect(failureIn('ru', 'the store gave 5 of 12 bytes')).toBe('хранилище отдало байт: 5 из 12');
});

test('each limit that a program meets has its word; what another version said stays as it is', () => {
	const words = ['time', 'processor time', 'memory', 'processes', 'output', 'pixels'];
	for (const what of words) expect(failureIn('ru', `ffprobe met the limit on ${what}`)).toMatch(/предел [а-яё ]+$/);
	expect(failureIn('ru', 'ffmpeg and ffprobe met the limit on time')).toBe('ffmpeg и ffprobe: превышен предел времени');
	expect(failureIn('ru', 'ffprobe could not read this file (exit 1)')).toBe(
		'ffprobe: прочитать этот файл не удалось (код завершения 1)',
	);
	expect(failureIn('ru', 'moov atom not found')).toBe('moov atom not found');
	expect(failureIn('ru', 'constructor')).toBe('constructor');
});
