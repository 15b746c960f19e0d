import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { messages } from '../../src/web/i18n.ts';

const web = join(import.meta.dirname, '../../src/web');

/** Every message by its path, without the endings for number. */
function texts(value: unknown, at = ''): Map<string, string[]> {
	if (typeof value === 'string') {
		return new Map([[at.replace(/_(zero|one|two|few|many|other)$/, ''), [value]]]);
	}
	const all = new Map<string, string[]>();
	for (const [name, inner] of Object.entries(value as object))
		for (const [path, found] of texts(inner, at === '' ? name : `${at}.${name}`))
			all.set(path, [...(all.get(path) ?? []), ...found]);
	return all;
}

/** Endings in use, by the message they belong to. */
function endings(value: object): Map<string, Set<string>> {
	const found = new Map<string, Set<string>>();
	for (const [name, inner] of Object.entries(value)) {
		if (typeof inner === 'object') {
			for (const [path, set] of endings(inner as object)) found.set(`${name}.${path}`, set);
			continue;
		}
		const [, stem, ending] = /^(.*)_(one|few|many|other)$/.exec(name) ?? [];
		if (stem !== undefined) found.set(stem, new Set([...(found.get(stem) ?? []), ending as string]));
	}
	return found;
}

const namespaces = Object.keys(messages.en) as (keyof typeof messages.en)[];

test('no message is missing in either language', () => {
	for (const ns of namespaces)
		expect([...texts(messages.ru[ns]).keys()].sort(), ns).toEqual([...texts(messages.en[ns]).keys()].sort());
});

test('messages that count have every form of their language', () => {
	for (const ns of namespaces) {
		for (const [path, set] of endings(messages.en[ns]))
			expect([...set].sort(), `${ns}:${path}`).toEqual(['one', 'other']);
		for (const [path, set] of endings(messages.ru[ns]))
			expect([...set].sort(), `${ns}:${path}`).toEqual(['few', 'many', 'one', 'other']);
	}
});

test('both languages put in the same values', () => {
	const values = (all: readonly string[]): string[] => [
		...new Set(all.flatMap((one) => [...one.matchAll(/{{(\w+)}}/g)].map((match) => match[1] as string))),
	];
	for (const ns of namespaces) {
		const russian = texts(messages.ru[ns]);
		for (const [path, english] of texts(messages.en[ns]))
			expect(values(russian.get(path) ?? []).sort(), `${ns}:${path}`).toEqual(values(english).sort());
	}
});

test('every message in Russian is in Russian', () => {
	const same = new Set(['common:otherLanguage', 'common:ok']);
	for (const ns of namespaces)
		for (const [path, all] of texts(messages.ru[ns]))
			for (const one of all)
				if (!same.has(`${ns}:${path}`) && /[a-z]{3}/i.test(one.replaceAll(/{{\w+}}|`[^`]*`/g, '')))
					expect(one, `${ns}:${path}`).toMatch(/\p{Script=Cyrillic}/u);
});

test('every message is used', () => {
	const sources = globSync('**/*.{ts,tsx}', { cwd: web })
		.filter((path) => !/(^|\/)(en|ru)(-errors)?\.ts$/.test(path))
		.map((path) => readFileSync(join(web, path), 'utf8'))
		.join('\n');
	// A key in quotes, or the fixed beginning of one made at run time.
	const quoted = new Set([...sources.matchAll(/['"]([\w.-]+)['"]/g)].map((match) => match[1] as string));
	const begun = [...sources.matchAll(/`([\w-]+\.(?:[\w-]+\.)*)\$\{/g)].map((match) => match[1] as string);
	for (const ns of namespaces) {
		if (ns === 'errors') continue;
		const unused = [...texts(messages.en[ns]).keys()].filter(
			(path) => !quoted.has(path) && !begun.some((start) => path.startsWith(start)),
		);
		expect(unused, ns).toEqual([]);
	}
});
