import { expect, test } from 'vitest';
import { failureOf } from '../../src/cli/failure.ts';
import { en } from '../../src/cli/messages/en.ts';
import { ru } from '../../src/cli/messages/ru.ts';
import type { EnrolledPerson } from '../../src/client/enrolled.ts';
import { requireRoom, TooManyProposals } from '../../src/client/too-many-proposals.ts';
import type { Proposal } from '../../src/domain/ledger/agreements.ts';
import { MOST_OPEN } from '../../src/domain/ledger/approvals.ts';

// Told before it is tried: the refusal would be an entry.

const [old, anew, other] = ['aa', 'bb', 'cc'].map((two) => two.repeat(32)) as [string, string, string];
const person = (sign: string, firstKey: string): EnrolledPerson => ({
	...{ keys: { sign, box: sign }, role: 'steward', suspended: false, firstKey },
});
const people = [person(old, old), person(anew, old), person(other, other)];
const proposals = (by: string, state: Proposal['state'], count: number): Proposal[] =>
	Array.from({ length: count }, () => ({ by, state }) as Proposal);

test('a hundred of one person, by whichever of their keys, are as many as there may be', () => {
	const most = [...proposals(old, 'expired', 60), ...proposals(anew, 'open', MOST_OPEN - 60)];
	for (const me of [old, anew]) expect(() => requireRoom({ people, proposals: most }, me)).toThrow(TooManyProposals);
	requireRoom({ people, proposals: most }, other);
	requireRoom({ people, proposals: most.slice(1) }, anew);
	for (const over of ['done', 'withdrawn', 'stale'] as const)
		requireRoom({ people, proposals: proposals(old, over, MOST_OPEN) }, old);
});

test.each([
	['English', en, 'take some back'],
	['Russian', ru, 'отзовите часть'],
])('it says in %s what to do', (_, words, advice) => {
	expect(failureOf(new TooManyProposals(), words)).toMatchObject({
		code: 'limit',
		message: expect.stringContaining(advice),
	});
});
