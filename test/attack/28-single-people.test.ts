import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Choices, nothingHidden } from '../../src/domain/leaves.ts';
import { openBagFolder } from '../../src/report/node/bag-folder.ts';
import type { Clip, CustodyReport } from '../../src/report/verify/report-model.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { openedClip } from '../unit/opened-clip.ts';
import { Archive } from '../unit/report-archive.ts';
import { Exporter, type Forgery, failures as failuresAgainst } from './forged-bag.ts';

/** Attack 28: single people are named in a report, or its issuer says something; who makes it alters that and signs it again. */

const { vkey } = new Archive('one');
const choices: Choices = {
	originals: true,
	origin: true,
	notes: true,
	keyframes: 'open',
	hidden: { ...nothingHidden, people: true, peopleShown: ['Guard 3'] },
};
const SHOWN = 'data/ledger/000018.shown.json';
let exporter: Exporter;

beforeAll(async () => {
	exporter = await Exporter.begin({
		shows: ['Guard 3', 'Witness 7'],
		choices,
		bound: true,
		change: openedClip((field) => field !== 'people/2', ['Guard 3'], 1),
	});
});
afterAll(() => exporter.end());

test('as it was chosen it is confirmed, and names nobody else', async () => {
	const bag = openBagFolder(await exporter.lie('none', () => undefined));
	const verdict = await verifyBag(bag, { logKey: vkey });
	expect(verdict.checks.filter((check) => !check.ok)).toEqual([]);
	expect(verdict.result).toBe('confirmed');
	for (const path of await bag.list())
		expect(Buffer.from(await bag.read(path)).toString('latin1'), path).not.toContain('Witness 7');
});

test.each<[name: string, change: (bag: Forgery) => Promise<void>, reason: RegExp]>([
	['another choice', (bag) => bag.report((of) => hiddenOf(of, ['Guard 3', 'Witness 7'])), /something else was chosen/],
	['no single choice', (bag) => bag.report((of) => hiddenOf(of, undefined)), /something else was chosen/],
	['nobody withheld', (bag) => bag.report((of) => clipOf(of, { peopleWithheld: undefined })), /people of exhibit/],
	['another name', (bag) => bag.report((of) => clipOf(of, { people: ['Guard 4'] })), /to stay hidden: people/],
	[
		'a name besides',
		(bag) => bag.report((of) => clipOf(of, { people: ['Guard 3', 'Witness 7'] })),
		/stay hidden: people/,
	],
	['nobody named', (bag) => bag.report((of) => clipOf(of, { people: [] })), /people of exhibit/],
	['fewer shown in the detail', (bag) => detailOf(bag, '"value":2}', '"value":1}'), /are not those that were signed/],
	['another in the detail', (bag) => detailOf(bag, 'Guard 3', 'Guard 4'), /are not those that were signed/],
	[
		'another legal basis',
		(bag) => bag.report((of) => Object.assign(of.case, { legalBasis: 'None' })),
		/something else in the issuer’s own words/,
	],
	[
		'an authority besides',
		(bag) => bag.report((of) => Object.assign(of.report, { authority: 'A court' })),
		/something else in the issuer’s own words/,
	],
])('altered and signed again it is refused: %s', async (name, change, reason) => {
	const dir = await exporter.lie(name, change);
	expect((await failuresAgainst(dir, vkey)).join('\n')).toMatch(reason);
});

function hiddenOf(report: CustodyReport, peopleShown: string[] | undefined): void {
	const { hidden } = (report.report.disclosure as { choices: Choices }).choices;
	delete hidden.peopleShown;
	if (peopleShown !== undefined) hidden.peopleShown = peopleShown;
}

function clipOf(report: CustodyReport, change: Partial<Clip>): void {
	for (const { exhibits } of report.items)
		for (const { clip } of exhibits) {
			if (clip === null) continue;
			Object.assign(clip, change);
			if (clip.peopleWithheld === undefined) delete clip.peopleWithheld;
		}
}

async function detailOf(bag: Forgery, from: string, to: string): Promise<void> {
	const before = (await bag.read(SHOWN)).toString();
	expect(before).toContain(from);
	await bag.write(SHOWN, before.replace(from, to));
}
