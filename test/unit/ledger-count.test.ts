import { describe, expect, test } from 'vitest';
import { type CountQuestion, openCount, signCount } from '../../src/domain/ledger/count.ts';
import { formatKey, parseKey, signNote } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';

// The notary's count on demand: FORMAT.md, "Other signatures".

const seed = platform.sha256(new TextEncoder().encode('a log'));
const origin = 'custos/22f1b29c1d231a00';
const key = parseKey(formatKey(origin, platform.ed25519Public(seed)));
const id = (byte: string): string => byte.repeat(16);
const question: CountQuestion = {
	nonce: id('0a'),
	subjects: [
		{ kind: 'archive', id: 'archive' },
		{ kind: 'case', id: id('41') },
		{ kind: 'item', id: id('e3') },
	],
};
const answer = { time: '2026-11-21T02:00:00.000Z', size: 41, events: [7, 3, 0] };
const note = signCount(answer, question, origin, seed);
const lines = [
	origin,
	question.nonce,
	answer.time,
	'41',
	'archive archive 7',
	`case ${id('41')} 3`,
	`item ${id('e3')} 0`,
];
const signed = (...text: string[]) => signNote(`${text.join('\n')}\n`, origin, seed);

test('is the text of FORMAT.md, signed, and says what was asked', () => {
	expect(note.startsWith(`custos/count/v1\n${lines.join('\n')}\n\n— `)).toBe(true);
	expect(openCount(note, question, key)).toEqual(answer);
	expect(signed('custos/count/v1', ...lines)).toBe(note);
});

describe('is refused', () => {
	const bad = (name: string, text: string, asked = question) =>
		test(name, () => expect(() => openCount(text, asked, key)).toThrow(expect.objectContaining({ code: 'bad-proof' })));
	const [head, rest] = [lines.slice(0, 4), lines.slice(4)];
	bad('under another nonce', note, { ...question, nonce: id('0b') });
	bad('for fewer subjects', note, { ...question, subjects: question.subjects.slice(0, 2) });
	bad('for subjects in another order', note, { ...question, subjects: question.subjects.toReversed() });
	bad('with a subject too many', signed('custos/count/v1', ...lines, `case ${id('42')} 3`));
	bad('with a subject too few', signed('custos/count/v1', ...lines.slice(0, -1)));
	bad('with a number written otherwise', signed('custos/count/v1', ...head, 'archive archive 07', ...rest.slice(1)));
	bad('with no number', signed('custos/count/v1', ...head, 'archive archive ', ...rest.slice(1)));
	bad('of another log', signed('custos/count/v1', 'custos/0000000000000000', ...lines.slice(1)));
	bad('of another kind', signed('custos/time/v2', ...lines));
	bad('without a time', signed('custos/count/v1', origin, question.nonce, 'today', '41', ...rest));
	const stranger = platform.sha256(seed);
	bad('by another key', signCount(answer, question, origin, stranger));
	bad('with a byte changed', note.replace(`${id('41')} 3`, `${id('41')} 2`));
});
