import { expect, test } from 'vitest';
import { languageOf, messagesIn } from '../../src/cli/messages.ts';
import { errorCodes } from '../../src/domain/errors.ts';

/** Every message as `path`, with how many values it takes. */
function shapeOf(value: unknown, at = ''): Map<string, string> {
	if (typeof value === 'function') return new Map([[at, 'function']]);
	if (typeof value !== 'object' || value === null) return new Map([[at, typeof value]]);
	return new Map(Object.entries(value).flatMap(([name, inner]) => [...shapeOf(inner, `${at}.${name}`)]));
}

const [en, ru] = [shapeOf(messagesIn('en')), shapeOf(messagesIn('ru'))];

test('no message is missing in either language', () => {
	expect([...ru.keys()].sort()).toEqual([...en.keys()].sort());
	expect(en.size).toBeGreaterThan(250);
	for (const [at, kind] of en) expect(ru.get(at), at).toBe(kind);
});

test('every message in Russian is in Russian', () => {
	const latin = /^(SHA-256|--\w|[A-Za-z .:|-]*$)/;
	const texts = (value: unknown, at = ''): [string, string][] =>
		typeof value === 'string'
			? [[at, value]]
			: typeof value === 'object' && value !== null
				? Object.entries(value).flatMap(([name, inner]) => texts(inner, `${at}.${name}`))
				: [];
	const foreign = texts(messagesIn('ru')).filter(
		([, text]) => text !== '' && !/\p{Script=Cyrillic}/u.test(text) && latin.test(text),
	);
	expect(foreign).toEqual([]);
});

test('every error code has its advice', () => {
	for (const language of ['en', 'ru'] as const)
		expect(Object.keys(messagesIn(language).errors).sort()).toEqual([...errorCodes].sort());
});

test('the language is the one asked for, else that of the system', () => {
	expect(languageOf(['ls', '--lang', 'ru'], { LANG: 'en_US.UTF-8' })).toBe('ru');
	expect(languageOf(['--lang=en', 'ls'], { LANG: 'ru_RU.UTF-8' })).toBe('en');
	expect(languageOf([], { LC_ALL: 'ru_RU.UTF-8', LANG: 'C' })).toBe('ru');
	expect(languageOf([], {})).toBe('en');
});

test('one file is one file', () => {
	const { put } = messagesIn('en');
	expect(put.sameCount(1)).toBe('1 file has the same content as another; each is an item of its own:');
	expect(put.sameCount(2)).toBe('2 files have the same content as another; each is an item of its own:');
	for (const words of [put.before, put.changedCount, put.skippedCount]) expect(words(1)).not.toMatch(/files|entries/);
});

test('days are counted as each language counts them', () => {
	const [en, ru] = [messagesIn('en').leave, messagesIn('ru').leave];
	expect([1, 2].map((days) => /\d+ \w+/.exec(en.two('A', days))?.[0])).toEqual(['1 day', '2 days']);
	expect([1, 2].map((days) => /\d+ \w+/.exec(en.approved(days))?.[0])).toEqual(['1 day', '2 days']);
	const days = [1, 2, 5, 11, 21];
	expect(days.map((one) => /действует (.*)\./.exec(ru.two('A', one))?.[1])).toEqual([
		'1 день',
		'2 дня',
		'5 дней',
		'11 дней',
		'21 день',
	]);
	expect(days.map((one) => /в течение (.*)\./.exec(ru.approved(one))?.[1])).toEqual([
		'1 дня',
		'2 дней',
		'5 дней',
		'11 дней',
		'21 дня',
	]);
});
