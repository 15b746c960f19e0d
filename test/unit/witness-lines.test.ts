import { expect, test } from 'vitest';
import { messagesIn } from '../../src/cli/messages.ts';
import { witnessLines } from '../../src/cli/witness-lines.ts';
import type { Witnessing } from '../../src/client/witnesses.ts';

// What `custos status` says of witnesses: since when the ledger is unwitnessed, and who keeps away.

const at = '2026-03-02T09:30:00.000Z';
const away = {
	name: 'beta',
	size: null,
	at: null,
	trouble: { why: 'away' as const, since: '2026-03-01T08:00:00.000Z' },
};
const there = { name: 'alpha', size: 20, at, trouble: null };
const found = (told: Partial<Witnessing['told']>, cosigned?: Partial<Witnessing['cosigned']>): Witnessing => ({
	cosigned: cosigned && {
		size: 20,
		note: '',
		by: [{ name: 'alpha', at: new Date(at) }],
		of: 2,
		enough: true,
		...cosigned,
	},
	own: true,
	told: { policy: '', cosigned: null, states: [there], entries: 23, since: at, held: null, ...told },
});
const said = (of: Witnessing | undefined, lang: 'en' | 'ru' = 'en'): string =>
	witnessLines(messagesIn(lang), of).join('\n');

test('what came since the last countersignature is counted, with the time since when; who is away is named, in both languages', () => {
	const some = found({ states: [there, away] }, {});
	expect(said(some)).toMatch(/^Witnesses {3}20 entries countersigned by 1 of 2, last 2026-03-02 09:30/);
	expect(said(some)).toMatch(
		/UNWITNESSED since 2026-03-02 09:30.*: 3 entries\n +beta: does not answer, since 2026-03-01/,
	);
	expect(said(some, 'ru')).toMatch(/2026-03-02 09:30[\s\S]*beta: [^\n]*2026-03-01/);
	expect(said(some, 'ru')).not.toMatch(/UNWITNESSED|countersigned|does not answer/);
});

test('nothing is said to be unwitnessed where all is countersigned', () => {
	expect(said(found({ since: null, entries: 20 }, {}))).not.toContain('UNWITNESSED');
});

test('before the first countersignature all entries are unwitnessed; without witnesses it says that there are none', () => {
	expect(said(found({}))).toMatch(
		/nobody has countersigned this ledger yet\n +UNWITNESSED since 2026-03-02 09:30.*: 23 entries/,
	);
	expect(said(undefined)).toMatch(/^Witnesses {3}none:/);
});

test('too few of one’s own policy are said to be too few, and a log that is held is said to be', () => {
	expect(said(found({}, { enough: false }))).toContain('fewer than the policy asks for');
	const held = { witness: 'alpha', entries: 20, size: 25, root: null, note: null, since: at };
	expect(said(found({ held }, {}))).toMatch(/^HELD {8}alpha has seen 25 entries, here are 20: nothing is taken in/m);
});
