import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { issuersWord, type ReasonKey, reasonIn, reasonOf, reasons } from '../../src/report/words/reason.ts';

const folder = new URL('../../src/report/verify/', import.meta.url);
/** What the verifier throws, as it stands in its source, a sign in the place of each value. */
const thrown = readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
	if (!name.endsWith('.ts')) return [];
	const source = readFileSync(new URL(name, folder), 'utf8');
	return [
		...source.matchAll(/new CustosError\(\s*'([a-z-]+)',\s*(?:'((?:[^'\\]|\\.)*)'|`((?:\$\{[^}]*\}|[^`\\])*)`)/g),
	].map(([, , plain, composed]) => (plain ?? composed ?? '').replaceAll(/\$\{[^}]*\}/g, '7'));
});

test('every reason that the verifier gives has a key and is said in Russian', () => {
	expect(thrown.length).toBeGreaterThan(80);
	expect(thrown.filter((one) => reasonOf(one) === undefined)).toEqual([]);
	for (const reason of thrown) expect(reasonIn('ru', { reason, code: 'bad-proof' })).toMatch(/[а-яё]/i);
});

test('so is every reason why a policy or a certificate that somebody brings cannot be used', () => {
	const [policy, token] = ['ledger/policy.ts', 'time/time-token.ts'].map((name) =>
		readFileSync(new URL(`../../src/domain/${name}`, import.meta.url), 'utf8'),
	);
	const said = [
		...[...(policy ?? '').matchAll(/wrong\([^']*'([^']+)'\)/g)].map(([, why]) => `line 3 of the policy: ${why}`),
		'line 3 of the policy: this is not a key of that kind',
		...[...(token ?? '').matchAll(/'bad-key', '([^']+)'/g)].map(([, why]) => why as string),
	];
	expect(said.length).toBeGreaterThan(15);
	expect(said.filter((one) => reasonOf(one) === undefined)).toEqual([]);
});

test('each key is reached by its own words, says the same things in both, and nothing of the other language', () => {
	for (const [key, { en, ru }] of Object.entries(reasons)) {
		const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((one) => one[1] as string).sort();
		expect(names(ru), key).toEqual(names(en));
		expect(reasonOf(en.replaceAll(/\{\w+\}/g, '5'))?.key, en).toBe(key as ReasonKey);
		expect(en).not.toMatch(/[а-яё]/i);
		expect(ru.replaceAll(/\{\w+\}/g, '')).toMatch(/[а-яё]/i);
	}
});

test('what a reason is about is said in Russian too', () => {
	const said = (reason: string) => reasonIn('ru', { reason, code: 'bad-proof' });
	expect(said('event 3 of the case is not in the bag: something was left out')).toBe(
		'дело: события 3 нет в пакете, что-то опущено',
	);
	expect(said(`event 3 of item ${'ab'.repeat(16)} is not in the bag: something was left out`)).toMatch(/^файл abab/);
	expect(said('modified of item 1f is not what the signed detail says')).toBe(
		'файл 1f: поле «время файла при поступлении» не то, что в подписанных подробностях',
	);
	expect(said('report.pdf is not the one that was signed')).toBe('report.pdf: не то, что было подписано');
	expect(said('some tool said something')).toBe('доказательство не сходится: «some tool said something»');
	expect(reasonIn('en', { reason: 'the zip is encrypted', code: 'damaged' })).toBe('the zip is encrypted');
	expect(reasonIn('ru', { reason: '', code: null })).toBe('');
});

test('what nobody signed is named thing by thing, with its fields in words', () => {
	const said = [
		'title of the case: on the word of the issuer alone',
		'fromMs of exhibit GUL-0012.03: on the word of the issuer alone',
		'prefix of the case: on the word of the issuer alone',
		'toMs of exhibit GUL-0012.03: on the word of the issuer alone',
		`sha256 of item ${'1f'.repeat(16)}: on the word of the issuer alone`,
		'statement of the report: on the word of the issuer alone',
		'packets.path of the report: on the word of the issuer alone',
		'something else',
	];
	expect(issuersWord('en', said)).toEqual([
		'the case: title of the case; letters before exhibit numbers',
		'exhibit GUL-0012.03: begins at, ms; ends at, ms',
		`item ${'1f'.repeat(16)}: SHA-256 of the file`,
		'the report: text of the certification; packet hashes: file',
		'something else',
	]);
	expect(issuersWord('ru', said)[3]).toMatch(/^отчёт: текст [а-я]+; [^;]+$/);
	expect(issuersWord('ru', said)[1]).toBe('доказательство GUL-0012.03: начало, мс; конец, мс');
	expect(reasonIn('en', { reason: 'toMs of exhibit GUL-1 is not what the signed detail says', code: null })).toBe(
		'“ends at, ms” of exhibit GUL-1 is not what the signed detail says',
	);
});
