import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { remarkIn } from '../../src/report/words/remarks.ts';

const media = join(import.meta.dirname, '../../workers/media');

/** Every remark that an examination can make, as its source writes it. */
const written = globSync('*.ts', { cwd: media }).flatMap((name) => {
	const source = readFileSync(join(media, name), 'utf8');
	return [...source.matchAll(/warnings(?:\.push\(| = [^;\n]*\[)(['`])(.*?)\1/g)].map((found) =>
		(found[2] as string).replaceAll(/\$\{\w+\}/g, '7'),
	);
});

test('every remark of an examination is said in both languages, with its numbers', () => {
	expect(written.length).toBeGreaterThanOrEqual(6);
	for (const remark of written) {
		expect(remarkIn('en', remark)).toBe(remark);
		const russian = remarkIn('ru', remark);
		expect(russian).toMatch(/\p{Script=Cyrillic}/u);
		expect(russian.match(/7/g)).toEqual(remark.match(/7/g));
	}
});

test('a command is named as its reader knows it; what another version wrote stays as it is', () => {
	const remark = 'command 2 went on after 30 complaints';
	expect(remarkIn('en', remark, (nth) => nth + 10)).toBe('command 12 went on after 30 complaints');
	expect(remarkIn('ru', remark, () => undefined)).toBe('команда 2 не прервалась, замечаний о файле: 30');
	expect(remarkIn('ru', 'something else')).toBe('something else');
});
