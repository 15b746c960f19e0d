import { describe, expect, test } from 'vitest';
import { progressOn } from '../../src/cli/progress.ts';
import { table } from '../../src/cli/table.ts';
import { parseTime } from '../../src/cli/timecode.ts';
import { bytesInWords, printable } from '../../src/cli/words.ts';
import { frameAt } from '../../src/client/case/frame-at.ts';
import { durationInWords } from '../../src/client/case/timecode.ts';
import { safeName } from '../../src/client/safe-name.ts';

describe('numbers in words', () => {
	test.each([
		[0, '0 B'],
		[999, '999 B'],
		[1000, '1.0 kB'],
		[1_274_656, '1.3 MB'],
		[123_456_789, '123 MB'],
		[999_600_000, '1.0 GB'],
		[2.5e12, '2.5 TB'],
	])('%d bytes are %s', (bytes, words) => expect(bytesInWords(bytes)).toBe(words));

	test.each([
		[0, '0:00:00'],
		[72_500, '0:01:12.500'],
		[59_999.7, '0:01:00'],
		[-40, '-0:00:00.040'],
		[-0.2, '0:00:00'],
		[3_600_000, '1:00:00'],
	])('%d ms are %s', (ms, words) => expect(durationInWords(ms)).toBe(words));
});

describe('times as typed', () => {
	test.each([
		['00:01:12.5', 72_500],
		['1:12', 72_000],
		['72.5', 72_500],
		['100', 100_000],
		['1:02:03,045', 3_723_045],
	])('%s is %d ms', (text, ms) => expect(parseTime(text, '')).toBe(ms));
	test.each(['', '1:60:00', '1:75', 'abc', '-5', '1:2:3:4', '1.2345'])('%s is refused', (text) => {
		expect(() => parseTime(text, 'no time')).toThrow('no time');
	});
});

describe('the frame at a time', () => {
	test('is counted at a constant rate', () => {
		expect(frameAt(0, 25, [])).toBe(0);
		expect(frameAt(1200, 25, [])).toBe(30);
		expect(frameAt(1239, 25, [])).toBe(30);
		expect(frameAt(1240, 25, [])).toBe(31);
		// Times in whole milliseconds of a rate that has none.
		for (let frame = 0; frame < 3000; frame++) expect(frameAt(Math.round((frame * 1001) / 30), 29.97, [])).toBe(frame);
	});
	test('begins anew at each frame that is known, and never passes the next', () => {
		const known = [
			{ frame: 0, ptsMs: 0 },
			{ frame: 10, ptsMs: 5000 },
		];
		expect(frameAt(4900, 25, known)).toBe(9);
		expect(frameAt(5000, 25, known)).toBe(10);
		expect(frameAt(5080, 25, known)).toBe(12);
	});
	test('is not guessed without a rate', () => expect(frameAt(1000, undefined, [])).toBeNull());
});

describe('what came with the footage', () => {
	test('cannot move the cursor, recolour or turn the writing', () => {
		const hostile = '\u001b[2J\u202egpj.exe\n\u0085\u2028a';
		expect(printable(hostile)).toBe('\ufffd[2J\ufffdgpj.exe\ufffd\ufffd\ufffda');
		expect(table([{ title: 'A' }], [[hostile]])[1]).toBe(printable(hostile));
	});
	test('cannot choose where a file is written', () => {
		expect(safeName('../../etc/passwd')).toBe('passwd');
		expect(safeName('a\\b\\c.mp4')).toBe('c.mp4');
		expect(safeName('.bashrc')).toBe('_bashrc');
		expect(safeName('-rf')).toBe('_rf');
		expect(safeName('..')).toBe('_');
		expect(safeName('a/')).toBe('item');
		expect(safeName('a\u001b[1m\nb.mp4')).toBe('a_[1m_b.mp4');
		expect(Buffer.byteLength(safeName(`${'ы'.repeat(200)}.mp4`))).toBeLessThanOrEqual(240);
		expect(safeName(`${'ы'.repeat(200)}.mp4`)).toMatch(/\.mp4$/);
		const ghosts = safeName(`x${'👻'.repeat(100_000)}.mp4`);
		expect(ghosts).toMatch(/^x👻+\.mp4$/u);
		expect(Buffer.byteLength(ghosts)).toBeLessThanOrEqual(240);
		expect(Buffer.byteLength(ghosts)).toBeGreaterThan(230);
	});
	test('keeps columns straight', () => {
		const lines = table(
			[{ title: 'N' }, { title: 'X' }],
			[
				['коридор', '1'],
				['监控', '2'],
				['a', '3'],
			],
		);
		expect(lines).toEqual(['N        X', 'коридор  1', '监控     2', 'a        3']);
	});
});

describe('progress', () => {
	test('elsewhere than on a terminal: a line every five seconds and one at the end', () => {
		let now = 0;
		const written: string[] = [];
		const screen = {
			write: (text: string) => void written.push(text),
			terminal: false,
			width: () => 80,
			left: 'left',
			nowMs: () => now,
		};
		const progress = progressOn(screen, { label: 'put', totalBytes: 100e6, totalFiles: 2 });
		for (let i = 1; i <= 60; i++) {
			now = i * 100;
			progress.add(1e6);
		}
		progress.file();
		now = 10_000;
		progress.add(40e6);
		progress.file();
		progress.done();
		progress.done();
		expect(written).toEqual([
			'put  0/2  50.0 MB/100 MB  10.0 MB/s  0:00:05 left\n',
			'put  1/2  100 MB/100 MB  10.0 MB/s  0:00:00 left\n',
			'put  2/2  100 MB/100 MB  10.0 MB/s  0:00:10\n',
		]);
	});
	test('on a terminal: a bar that fits, and lines that stay above it', () => {
		let now = 0;
		const written: string[] = [];
		const screen = {
			write: (text: string) => void written.push(text),
			terminal: true,
			width: () => 60,
			left: 'left',
			nowMs: () => now,
		};
		const progress = progressOn(screen, { label: 'get', totalBytes: 100 });
		now = 1000;
		progress.add(50);
		progress.say('note');
		progress.done();
		expect(written[0]).toMatch(/^\r\x1b\[2Kget \[#+\.+\] 50 B\/100 B {2}50 B\/s {2}0:00:01 left$/);
		expect(written.slice(1, 3)).toEqual(['\r\x1b[2K', 'note\n']);
		expect(written.at(-1)).toBe('\n');
		for (const text of written) expect(text.replace('\r\x1b[2K', '').length).toBeLessThan(60);
	});
});
