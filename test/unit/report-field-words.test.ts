import { expect, test } from 'vitest';
import { z } from 'zod';
import { collectEntries } from '../../src/report/collect-evidence.ts';
import { buildReport } from '../../src/report/model.ts';
import { outgoing } from '../../src/report/outgoing.ts';
import { CustodyReport } from '../../src/report/verify/report-model.ts';
import { fieldLabel, hasLabel } from '../../src/report/words/field-label.ts';
import { fieldsEn } from '../../src/report/words/fields-en.ts';
import { fieldsRu } from '../../src/report/words/fields-ru.ts';
import { tell } from './report-story.ts';

interface Node {
	anyOf?: Node[];
	properties?: { [name: string]: Node };
	items?: Node;
	$ref?: string;
}

/** Every value the model has a place for; what is below records of any names is not in it. */
function leaves(node: Node, path: readonly string[] = []): string[][] {
	if (node.$ref !== undefined) return [];
	if (node.anyOf !== undefined) return node.anyOf.flatMap((one) => leaves(one, path));
	if (node.properties !== undefined)
		return Object.entries(node.properties).flatMap(([name, one]) => leaves(one, [...path, name]));
	return node.items === undefined ? [[...path]] : leaves(node.items, [...path, '0']);
}

test('no field of the report model lacks a label, in either language', () => {
	const all = leaves(z.toJSONSchema(CustodyReport, { io: 'input', unrepresentable: 'any' }) as Node);
	expect(all.length).toBeGreaterThan(120);
	expect(all.filter((path) => !hasLabel(path)).map((path) => path.join('.'))).toEqual([]);
	for (const path of all) expect(fieldLabel('ru', path), path.join('.')).toMatch(/[а-яё]|^SHA-256/i);
});

test('nor does anything that leaves with a told story, its sealed details included', () => {
	const { input } = tell();
	const list = outgoing(buildReport(input), collectEntries(input));
	const bare = list.filter((one) => one.kind === 'field' && one.label.startsWith('field “'));
	expect(bare.map((one) => one.path)).toEqual([]);
	const russian = outgoing(buildReport({ ...input, language: 'ru' }), collectEntries(input));
	expect(russian.filter((one) => one.kind === 'field' && !/[а-яё]/i.test(one.label))).toEqual([]);
});

test('both languages say everything, and no word is said in the wrong one', () => {
	expect(Object.keys(fieldsRu).sort()).toEqual(Object.keys(fieldsEn).sort());
	expect(Object.values(fieldsEn).filter((one) => /[а-яё]/i.test(one))).toEqual([]);
	expect(Object.values(fieldsRu).filter((one) => !/[а-яё]/i.test(one))).toEqual([]);
});

test('names that tools made up are quoted, never taken for something else', () => {
	expect(fieldLabel('en', ['technical', 'items', '0', 'summary', 'constructor'])).toBe('field “constructor”');
	expect(fieldLabel('ru', ['technical', 'items', '0', 'summary', 'bit_rate'])).toBe('поле «bit_rate»');
	expect(fieldLabel('en', ['report', 'id'])).not.toBe(fieldLabel('en', ['items', '3', 'id']));
});
