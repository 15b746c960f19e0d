import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inRequests } from '../../src/client/requests.ts';
import type { Submission } from '../../src/domain/wire.ts';

const Some = fc.array(
	fc.record({
		statement: fc.string({ maxLength: 400, unit: fc.constantFrom('"', 'a') }),
		signature: fc.constant('s'.repeat(88)),
		sealed: fc.base64String({ maxLength: 2000 }),
		prefix: fc.base64String({ maxLength: 400 }),
	}),
	{ maxLength: 60 },
);
const bytes = (statements: readonly Submission[]): number => JSON.stringify({ statements }).length;

test('no request is larger than its limit, none is empty, and nothing is lost or out of order', () => {
	fc.assert(
		fc.property(Some, fc.integer({ min: 4000, max: 20_000 }), (submissions, limit) => {
			const requests = inRequests(submissions, limit);
			expect(requests.flat()).toEqual(submissions);
			for (const request of requests) {
				expect(request.length).toBeGreaterThan(0);
				expect(bytes(request)).toBeLessThanOrEqual(limit + 100);
			}
		}),
	);
});

test('one that is too large by itself still goes, alone, for the API to answer', () => {
	const large: Submission = { statement: 'x', signature: 's', sealed: 'A'.repeat(9000) };
	const small: Submission = { statement: 'y', signature: 's' };
	expect(inRequests([small, large, small], 4000)).toEqual([[small], [large], [small]]);
});
