import { expect, test } from 'vitest';
import type { Exhibit } from '../../src/client/case/exhibits.ts';
import { formatKey } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { Outgoing } from '../../src/report/outgoing.ts';
import { bytesOf, previewRows } from '../../src/web/rooms/report/preview-rows.ts';
import { exhibited, matching, subjectsOf } from '../../src/web/rooms/report/subjects.ts';
import { groupChecks } from '../../src/web/rooms/verify/check-groups.ts';
import { keyIn } from '../../src/web/rooms/verify/given-key.ts';

const vkey = formatKey('custos/abc', platform.ed25519Public(new Uint8Array(32).fill(7)));
const print = '0a1b 2c3d 4e5f 6071 8293 a4b5 c6d7 e8f9';

test('a key or a fingerprint is found in whatever was pasted, and nowhere else', () => {
	expect(keyIn(`Dear Anna,\nour key: ${vkey}\n`)).toBe(vkey);
	expect(keyIn(vkey.replace('+', '+0'))).toBeUndefined();
	expect(keyIn(`it is ${print.toUpperCase()}.`)).toBe(print);
	expect(keyIn(print.replaceAll(' ', ''))).toBe(print);
	expect(keyIn(print.replaceAll(' ', '-\n'))).toBe(print);
	expect(keyIn(`${print}\n${vkey}`)).toBe(vkey);
	for (const no of ['', 'no idea', print.slice(5), `${print} 0000`.replaceAll(' ', ''), 'g'.repeat(32)])
		expect(keyIn(no), no).toBeUndefined();
});

const rows: Outgoing[] = [
	{ kind: 'field', section: 'case', path: 'case/title', label: 'Case', value: 'Colony', whose: null },
	{ kind: 'file', section: 'files', path: 'data/a', label: 'a', size: 7, whose: 'x' },
	{ kind: 'field', section: 'case', path: 'case/prefix', label: 'Prefix', value: null, whose: null },
];

test('the preview leaves nothing out, unless it is searched or closed, and counts what is closed', () => {
	const all = previewRows(rows, '', new Set(), (row) => row.label);
	expect(all.filter((row) => row.kind !== 'section')).toHaveLength(rows.length);
	expect(all[0]).toMatchObject({ kind: 'section', section: 'case', count: 2 });
	const closed = previewRows(rows, '', new Set(['case']), (row) => row.label);
	expect(closed).toHaveLength(3);
	expect(closed[0]).toMatchObject({ count: 2, open: false });
	expect(previewRows(rows, 'PRE', new Set(), (row) => row.label).filter((row) => row.kind === 'field')).toEqual([
		rows[2],
	]);
	expect(bytesOf(rows)).toBe(7);
});

test('exhibits come first by number; withdrawn ones are not chosen by themselves; clips come with their item', () => {
	const listed = { state: 'kept', kept: true, index: 1, receivedAt: '', by: '', intake: '', summary: undefined };
	const item = (id: string, path: string) =>
		({ ...listed, id, unreadable: false, path, size: 1, sha256: '', modified: '' }) as never;
	const exhibit = (of: string, number: number, more: Partial<Exhibit> = {}): Exhibit => ({
		id: `e${number}`,
		number: { item: number },
		label: `GUL-000${number}`,
		item: of,
		clip: undefined,
		title: 'gate',
		earlierTitles: [],
		index: 1,
		at: '',
		by: '',
		withdrawn: undefined,
		unreadable: false,
		...more,
	});
	const withdrawn = { index: 2, at: '', by: '', reason: undefined };
	const subjects = subjectsOf(
		[
			item('d', 'part 10.avi'),
			item('e', 'part 9.avi'),
			item('a', 'night.avi'),
			item('b', 'day.avi'),
			item('c', 'other.avi'),
		],
		[
			exhibit('c', 2),
			exhibit('b', 1, { withdrawn }),
			exhibit('c', 2, { label: 'GUL-0002.01', clip: 'k', number: { item: 2, clip: 1 } }),
		],
	);
	expect(subjects.map(({ id }) => id)).toEqual(['b', 'c', 'a', 'e', 'd']);
	expect(exhibited(subjects).map(({ id }) => id)).toEqual(['c']);
	expect(subjects[1]?.clips).toEqual(['GUL-0002.01']);
	expect(matching(subjects, '0002.01 GATE').map(({ id }) => id)).toEqual(['c']);
	expect(matching(subjects, 'night').map(({ id }) => id)).toEqual(['a']);
});

test('a kind of checks is as good as its worst', () => {
	const check = (key: 'entry' | 'log-key', state: 'pass' | 'fail' | 'unconfirmed') =>
		({ key, state, about: null, name: '', ok: state !== 'fail', reason: '', code: null }) as const;
	const groups = groupChecks([check('entry', 'pass'), check('log-key', 'unconfirmed'), check('entry', 'fail')]);
	expect(groups.map(({ key, state, failed }) => [key, state, failed.length])).toEqual([
		['entry', 'fail', 1],
		['log-key', 'unconfirmed', 0],
	]);
});
