import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { id } from '../unit/report-archive.ts';
import { people } from '../unit/report-story.ts';
import type { Forgery } from './forged-bag.ts';

/** What the exporter changes before signing, and the reason that must be given. The indices are those of the story. */
export type Lie = [
	name: string,
	change: (forgery: Forgery) => void | Promise<void>,
	reason: RegExp,
	shellSees?: boolean,
];

export const reportLies: readonly Lie[] = [
	[
		'a refused attempt left out',
		async (bag) => {
			await bag.dropEntry(16);
			await bag.report((report) => {
				report.custody = report.custody.filter((row) => row.index !== 16);
			});
		},
		/event 6 of item .* is not in the bag/,
	],
	['a row without its entry', (bag) => bag.dropEntry(16), /event 6 of item/],
	['a case event left out', (bag) => bag.dropEntry(9), /event 2 of the case is not in the bag/],
	['the tail left out', (bag) => bag.dropEntry(33), /does not end with the beginning of this report/],
	['entry 0 left out', (bag) => bag.dropEntry(0), /entry 0, which founded the archive, is not in the bag/, true],
	['an enrolment left out', (bag) => bag.dropEntry(4), /whom no entry in the bag enrols/],
	[
		'an item that is well kept said not to be',
		(bag) =>
			bag.report((report) => {
				report.verification.unkept = [{ item: id('item 0'), index: null, found: 'unread' }];
			}),
		/names other items as not well kept than the entries do/,
	],
	[
		'a purpose invented',
		(bag) =>
			bag.report((report) => {
				row(report, 17).purpose = 'Other';
			}),
		/row \d+ of the custody table is not what entry 17 says/,
	],
	[
		'a refusal called accepted',
		(bag) =>
			bag.report((report) => {
				row(report, 16).outcome = 'accepted';
			}),
		/is not what entry 16 says/,
	],
	[
		'another actor',
		(bag) =>
			bag.report((report) => {
				row(report, 17).actor = 'P-00000000';
			}),
		/is not what entry 17 says/,
	],
	[
		'a row deleted',
		(bag) =>
			bag.report((report) => {
				report.custody.splice(3, 1);
			}),
		/row 4 of the custody table/,
	],
	[
		'a row added',
		(bag) =>
			bag.report((report) => {
				report.custody.push(row(report, 17));
			}),
		/rows that no entry backs/,
	],
	[
		'denials hidden in section 8',
		(bag) =>
			bag.report((report) => {
				report.access.denied = [];
			}),
		/section "access"/,
	],
	[
		'another checkpoint in section 11',
		(bag) =>
			bag.report((report) => {
				report.integrity.checkpoint.size += 1;
			}),
		/section "integrity"/,
	],
	[
		'a failure hidden',
		(bag) =>
			bag.report((report) => {
				report.deviations.events = [];
			}),
		/section "deviations"/,
	],
	[
		'another delivery record',
		(bag) =>
			bag.report((report) => {
				(report.origin.intakes[0] as { record: unknown }).record = { receivedHow: 'Bought' };
			}),
		/section "origin"/,
	],
	[
		'another plaintext hash',
		(bag) =>
			bag.report((report) => {
				item(report).sha256 = 'ab'.repeat(32);
			}),
		/sha256 of item .* is not what the signed detail says/,
	],
	[
		'another path',
		(bag) =>
			bag.report((report) => {
				Object.assign(item(report), { path: 'x/y.mp4', name: 'y.mp4' });
			}),
		/path of item .* is not what the signed detail says/,
	],
	[
		'a name that is not of the path',
		(bag) =>
			bag.report((report) => {
				item(report).name = 'other.mp4';
			}),
		/is not the end of its path/,
	],
	[
		'a hash when the detail is kept back',
		(bag) => bag.drop('data/ledger/000011.detail.json'),
		/is not in the detail that was signed when it was received/,
	],
	[
		'another sealed hash',
		(bag) =>
			bag.report((report) => {
				item(report).sealed.body = 'ab'.repeat(32);
			}),
		/sealed hashes of item .* are not those/,
	],
	[
		'another exhibit number',
		(bag) =>
			bag.report((report) => {
				exhibit(report).number = 7;
			}),
		/exhibit numbers of item .* are not those the notary gave/,
	],
	[
		'another exhibit label',
		(bag) =>
			bag.report((report) => {
				exhibit(report).label = 'GUL-0099';
			}),
		/labelled with another number/,
	],
	[
		'an exhibit that was never withdrawn',
		(bag) =>
			bag.report((report) => {
				exhibit(report).withdrawn = true;
			}),
		/exhibit numbers of item .* are not those the notary gave/,
	],
	[
		'a clip under another number',
		(bag) =>
			bag.report((report) => {
				Object.assign(clipExhibit(report), { clipNumber: 2, label: 'GUL-0012.02' });
			}),
		/exhibit numbers of item .* are not those the notary gave/,
	],
	[
		'wider bounds of a clip',
		(bag) =>
			bag.report((report) => {
				(clipExhibit(report).clip as { toMs: number }).toMs = 999_999;
			}),
		/toMs of exhibit GUL-0012\.01 is not what the signed detail says/,
	],
	[
		'what the examination complained of left out',
		(bag) =>
			bag.report((report) => {
				delete report.technical.items[0]?.warnings;
			}),
		/warnings of item .* is not what the signed detail says/,
	],
	[
		'another codec',
		(bag) =>
			bag.report((report) => {
				(report.technical.items[0] as { summary: unknown }).summary = { kind: 'audio' };
			}),
		/summary of item .* is not what/,
	],
	[
		'a second finding on an item',
		(bag) =>
			bag.report(({ technical: { items } }) => {
				items.push({ ...(items[0] as (typeof items)[number]), summary: { kind: 'video', make: 'invented' } });
			}),
		/technical section is not about each item once/,
	],
	[
		'findings in another order',
		(bag) =>
			bag.report((report) => {
				report.technical.items.reverse();
			}),
		/technical section is not about each item once/,
	],
	[
		'another title',
		(bag) =>
			bag.report((report) => {
				report.case.title = 'Another case';
			}),
		/title of the case is not what/,
	],
	[
		'another issuer',
		(bag) =>
			bag.report((report) => {
				report.report.issuer = { actor: `P-${people.worker.sign.slice(0, 8)}`, key: people.worker.sign, role: 'lead' };
			}),
		/begun by somebody else/,
	],
	[
		'another case',
		(bag) =>
			bag.report((report) => {
				report.case.id = id('other case');
			}),
		/no event of the case/,
	],
	[
		'another report id',
		(bag) =>
			bag.report((report) => {
				report.report.id = id('other report');
			}),
		/does not end with the beginning of this report/,
	],
	[
		'an item left out',
		(bag) =>
			bag.report((report) => {
				report.items.pop();
				report.technical.items.pop();
			}),
		/about a item that the report leaves out|does not cover the items/,
	],
	[
		'a section left out',
		(bag) =>
			bag.report((report) => {
				delete (report as Partial<CustodyReport>).access;
			}),
		/report.json has the wrong shape at access/,
	],
	[
		'an unknown member',
		(bag) =>
			bag.report((report) => {
				Object.assign(report, { extra: 1 });
			}),
		/report.json has the wrong shape/,
	],
	[
		'white space in report.json',
		async (bag) => bag.write('data/report.json', `${(await bag.read('data/report.json')).toString()}\n`),
		/not in canonical form/,
	],
];

const item = (report: CustodyReport) => report.items[0] as CustodyReport['items'][number];
const exhibit = (report: CustodyReport) =>
	item(report).exhibits[0] as CustodyReport['items'][number]['exhibits'][number];
const clipExhibit = (report: CustodyReport) =>
	item(report).exhibits[1] as CustodyReport['items'][number]['exhibits'][number];
const row = (report: CustodyReport, index: number) =>
	report.custody.find((one) => one.index === index) as CustodyReport['custody'][number];
