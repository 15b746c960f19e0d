import { describe, expect, test } from 'vitest';
import { type Act, actHash, actOf } from '../../src/domain/ledger/act.ts';
import { Agreements } from '../../src/domain/ledger/agreements.ts';
import { PROPOSAL_MS } from '../../src/domain/ledger/approvals.ts';
import type { Entry } from '../../src/domain/ledger/receipt.ts';

// Whoever reads the log finds out a notary that let stewards do alone what takes two.

const [a, b, c] = ['aa', 'bb', 'cc'].map((two) => two.repeat(32)) as [string, string, string];
const member = 'dd'.repeat(32);
const act: Act = { type: 'person.reinstated', person: member };
const id = '01'.repeat(16);
const time = '2026-11-21T12:00:00.000Z';
const isSteward = (key: string): boolean => [a, b, c].includes(key);

const suspended = 'ee'.repeat(32);

function walked(threshold: number, ...statements: object[]): Agreements {
	const is = (key: string): boolean => isSteward(key) || key === suspended;
	// `b` has had the key `a` before.
	const firstKey = (key: string): string => (key === b ? a : key);
	const agreements = new Agreements({ threshold }, { is, mayAct: isSteward, firstKey, people: () => 2 });
	for (const [index, statement] of statements.entries())
		agreements.take({ index, statement, skeleton: { result: 'accepted', time } } as unknown as Entry);
	return agreements;
}
const proposed = { type: 'act.proposed', actor: a, proposal: id, act };
const approved = { type: 'act.approved', actor: b, proposal: id, what: actHash(act) };
const done = { ...act, actor: b, approval: id };

test('what was agreed passes, and is done', () => {
	expect(walked(2, proposed, approved, done).proposals(time)).toMatchObject([
		{ id, by: a, approvals: [a, b], needed: 2, state: 'done' },
	]);
	expect(walked(1, { ...act, actor: a }).proposals(time)).toEqual([]);
	expect(walked(2, { type: 'person.suspended', actor: a, person: member }).threshold).toBe(2);
});

test.each([
	['without any proposal', [{ ...act, actor: a }]],
	['with one of two', [proposed, done]],
	['twice by the same', [proposed, { ...approved, actor: a }, done]],
	['approved by nobody who may', [proposed, { ...approved, actor: member }, done]],
	['proposed by nobody who may', [{ ...proposed, actor: member }, approved, done]],
	['approved by a steward who is suspended', [proposed, { ...approved, actor: suspended }, done]],
	['proposed by a steward who is suspended', [{ ...proposed, actor: suspended }, approved, done]],
	['carried out by a steward who is suspended', [proposed, approved, { ...done, actor: suspended }]],
	['carried out by nobody who may', [proposed, approved, { ...done, actor: member }]],
	['approved for something else', [proposed, { ...approved, what: actHash({ ...act, person: a }) }, done]],
	['altered', [proposed, approved, { ...done, person: a }]],
	['used twice', [proposed, approved, done, done]],
	['withdrawn', [proposed, approved, { type: 'act.withdrawn', actor: a, proposal: id }, done]],
	['by a proposal that is not there', [done]],
	[
		'after a steward was suspended by card',
		[proposed, approved, { type: 'person.suspended', actor: a, person: c, by: 'card' }, done],
	],
	['a steward suspended by one', [{ type: 'person.suspended', actor: a, person: c }]],
	['a lower threshold by one', [{ type: 'threshold.changed', actor: a, threshold: 1 }]],
])('found out: %s', (_, statements) => {
	expect(() => walked(2, ...statements)).toThrow(expect.objectContaining({ code: 'bad-proof' }));
});

describe('of one person with two keys', () => {
	const byPeople = { ...proposed, rules: 2 };
	const others = { ...approved, actor: c };

	test('one approval counts, once people are counted', () => {
		expect(() => walked(2, byPeople, approved, done)).toThrow(expect.objectContaining({ code: 'bad-proof' }));
		expect(() => walked(2, proposed, { ...approved, rules: 2 }, done)).toThrow();
		const walk = walked(2, byPeople, approved, others);
		expect(walk.byPeople).toBe(true);
		expect(walk.proposals(time)).toMatchObject([{ approvals: [a, c], state: 'open' }]);
		expect(walked(2, byPeople, others, done).proposals(time)).toMatchObject([{ state: 'done' }]);
	});

	test('in a ledger of before, what keys agreed on stays done, and nothing more of it', () => {
		expect(walked(2, proposed, approved, done).byPeople).toBe(false);
		const second = '02'.repeat(16);
		const again = [
			{ ...byPeople, proposal: second },
			{ ...approved, proposal: second },
			{ ...done, approval: second },
		];
		expect(() => walked(2, proposed, approved, done, ...again)).toThrow();
		// Three keys of two people had made it three: they go on until they have made it two.
		expect(walked(3, byPeople).byPeople).toBe(false);
	});
});

test('a higher threshold takes as many as it will ask for', () => {
	const higher = { type: 'threshold.changed' as const, threshold: 2 };
	expect(() => walked(1, { ...higher, actor: a })).toThrow();
	const [ask, yes] = [
		{ ...proposed, act: higher },
		{ ...approved, what: actHash(higher) },
	];
	expect(walked(1, ask, yes, { ...higher, actor: a, approval: id }).threshold).toBe(2);
});

test('a proposal is over after thirty days, or when a steward is suspended', () => {
	const state = (walk: Agreements, at = time): string | undefined => walk.proposals(at)[0]?.state;
	expect(state(walked(2, proposed))).toBe('open');
	const later = new Date(Date.parse(time) + PROPOSAL_MS + 1).toISOString();
	expect(state(walked(2, proposed), later)).toBe('expired');
	expect(state(walked(2, proposed, { type: 'person.suspended', actor: c, person: c, by: 'card' }))).toBe('stale');
});

test('the act of a statement is what was proposed, and nothing beside it', () => {
	const statement = { v: 1, id, origin: 'o', time, seen: {}, ...done, detail: {}, by: 'card' };
	expect(actOf(statement)).toEqual(act);
	expect(actOf({ type: 'item.opened' })).toEqual({ type: 'item.opened' });
});
