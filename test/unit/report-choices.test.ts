import { expect, test } from 'vitest';
import { fromHex, toBase64 } from '../../src/domain/bytes.ts';
import { type Choices, type Hidden, nothingHidden } from '../../src/domain/leaves.ts';
import { openingOf } from '../../src/domain/ledger/opening.ts';
import { openEntry } from '../../src/domain/ledger/receipt.ts';
import type { StatementType } from '../../src/domain/ledger/statement.ts';
import { collectEntries, collectEvidence, logKeys } from '../../src/report/collect-evidence.ts';
import { buildReport, draftReport } from '../../src/report/model.ts';
import type { ClipInput, DisclosedEntry, ItemInput, ReportInput } from '../../src/report/report-input.ts';
import { checkChoices } from '../../src/report/verify/disclosure.ts';
import { keptBack } from '../../src/report/verify/kept-back.ts';
import { reasonIn } from '../../src/report/words/reason.ts';
import { type Archive, id, Person } from './report-archive.ts';
import { enrol, people, type StoryOptions, tell } from './report-story.ts';

/** What a report was begun for holds for all of it. The indices are those of the story. */

const all: Choices = { originals: true, origin: true, notes: true, keyframes: 'open', hidden: nothingHidden };
const hiding = (hidden: Partial<Hidden>): Partial<Choices> => ({ hidden: { ...nothingHidden, ...hidden } });
const MESSAGE = 'the report shows what was to stay hidden: ';

/** What the verifier says that this report shows beyond these choices; nobody writes it either. */
function over(less: Partial<Choices>, change?: (input: ReportInput) => void, story: StoryOptions = {}): string {
	const { input } = tell({ ...story, choices: { ...all, ...less }, ...(change && { change }) });
	const evidence = collectEvidence(input, collectEntries(input));
	try {
		checkChoices(draftReport(input), evidence);
	} catch (error) {
		const { message } = error as Error;
		expect(() => buildReport(input)).toThrow();
		return message.replace(MESSAGE, '');
	}
	return '';
}

/** Leaves of every detail what these choices let leave. */
function keepDetails(input: ReportInput): void {
	const about = { report: input.id, clips: new Set([id('clip')]) };
	const kept = (one: DisclosedEntry): DisclosedEntry => {
		if (one.detail === undefined) return one;
		const { seed, fields } = one.detail;
		const entry = openEntry(one.entry, logKeys(input.log).key);
		const isShown = (name: string) =>
			keptBack(input.choices as Choices, about, entry, name, fields[name]) === undefined;
		if (!Object.keys(fields).some(isShown)) return { entry: one.entry };
		return { entry: one.entry, opening: openingOf({ seed: fromHex(seed), fields }, isShown) };
	};
	input.case.entries = input.case.entries.map(kept);
	for (const item of input.items) item.entries = item.entries.map(kept);
}

const nothing: Partial<ItemInput> = {
	path: null,
	size: null,
	modified: null,
	sha256: null,
	summary: null,
	tools: null,
	packets: [],
	commands: [],
	warnings: undefined,
	probe: undefined,
	framehash: undefined,
	original: undefined,
	sealed: undefined,
	key: undefined,
	keyframes: [],
};

/** Says nothing of what may be hidden. */
function keepValues(input: ReportInput): void {
	input.case.title = null;
	for (const item of input.items) {
		Object.assign(item, nothing);
		for (const exhibit of item.exhibits)
			Object.assign(exhibit, {
				title: null,
				clip: exhibit.clip && { ...exhibit.clip, tags: [], note: null, people: [] },
			});
	}
}

test('a report begun to show all of it shows all of it', () => {
	expect(over({})).toBe('');
});

test.each<[Partial<Choices>, string]>([
	[{ origin: false }, 'origin (10)'],
	[{ notes: false }, 'notes (18)'],
	[{ originals: false }, 'originals'],
	[{ keyframes: 'none' }, 'keyframes'],
	[hiding({ names: true }), 'names (11, 21)'],
	[hiding({ people: true }), 'people (18)'],
	[hiding({ technical: true }), 'technical (11, 14, 15, 21, 26, …)'],
	[hiding({ titles: true }), 'titles (8)'],
	[hiding({ purposes: true }), 'purposes (16, 17, 23, 28, 29)'],
	[hiding({ entries: [17, 10] }), 'entries (10, 17)'],
	[{ notes: false, ...hiding({ titles: true, entries: [29] }) }, 'titles (8), notes (18), entries (29)'],
])('begun for less, it is told what goes beyond, each by its choice: %j', (less, said) => {
	expect(over(less)).toBe(said);
	expect(over(less, (input) => [keepDetails(input), keepValues(input)])).toBe('');
});

test.each<[Partial<Choices>, (input: ReportInput) => void, string]>([
	[{ notes: false }, ({ items: [one] }) => Object.assign(clipOf(one), { note: 'They beat him' }), 'notes'],
	[{ notes: false }, ({ items: [one] }) => Object.assign(clipOf(one), { tags: ['beating'] }), 'notes'],
	[hiding({ people: true }), ({ items: [one] }) => Object.assign(clipOf(one), { people: ['a man'] }), 'people'],
	[hiding({ titles: true }), (input) => Object.assign(input.case, { title: 'A prison' }), 'titles'],
	[hiding({ technical: true }), (input) => Object.assign(input.items[1] as ItemInput, { size: 7 }), 'technical'],
	[hiding({ technical: true }), (input) => Object.assign(input.items[1] as ItemInput, { tools: {} }), 'technical'],
	[
		hiding({ technical: true }),
		(input) => Object.assign(input.items[0] as ItemInput, { framehash: new Uint8Array(3) }),
		'technical',
	],
	[hiding({ entries: [11] }), (input) => Object.assign(input.items[0] as ItemInput, { size: 7 }), 'entries (11)'],
	[hiding({ entries: [15] }), (input) => Object.assign(input.items[0] as ItemInput, { tools: {} }), 'entries (15)'],
	[
		hiding({ entries: [14] }),
		(input) => Object.assign(input.items[0] as ItemInput, { probe: new Uint8Array(3) }),
		'entries (14)',
	],
	[
		hiding({ entries: [19] }),
		({ items: [one] }) => Object.assign(one?.exhibits[0] ?? {}, { title: 'A' }),
		'entries (19)',
	],
	[hiding({ entries: [8] }), (input) => Object.assign(input.case, { title: 'A prison' }), 'entries (8)'],
])('what no detail in the bag says, on the word of the issuer, goes beyond as well: %j', (less, change, said) => {
	const sealed = (input: ReportInput): void => {
		keepDetails(input);
		keepValues(input);
		if (less.hidden?.entries.includes(18) !== true) change(input);
	};
	expect(over(less, sealed)).toBe(said);
});

test('a clip whose newest wording is hidden has no bounds', () => {
	const noBounds = { fromMs: null, toMs: null, fromFrame: null, toFrame: null };
	const sealed = (input: ReportInput): void => [keepDetails(input), keepValues(input)].pop() as undefined;
	expect(over(hiding({ entries: [18] }), sealed)).toBe('entries (18)');
	expect(
		over(hiding({ entries: [18] }), (input) => {
			sealed(input);
			Object.assign(clipOf(input.items[0]), noBounds);
		}),
	).toBe('');
});

test('a picture as the worker made it is none that was made coarse', () => {
	expect(over({ keyframes: 'blurred' }, undefined, { listed: true })).toBe('keyframes');
});

test('wordings of a clip that is no exhibit are in no report, whatever was chosen', () => {
	const dropped = (input: ReportInput): void => {
		const { exhibits } = input.items[0] as ItemInput;
		Object.assign(input.items[0] as ItemInput, { exhibits: exhibits.filter(({ clip }) => clip === null) });
	};
	expect(over({}, dropped)).toBe('what no report shows (18)');
});

test('what goes beyond is said in Russian too', () => {
	const reason = `${MESSAGE}notes (18), titles, what no report shows (9)`;
	expect(reasonIn('ru', { reason, code: 'bad-proof' })).toMatch(/: заметки \(18\), названия, то, чего .* \(9\)$/);
});

const inCase = { case: id('case'), generation: 1 };
const OFFICE = 'Office of the prosecutor, war crimes unit';

/** What else the case's log says before the report is begun. */
type Saying = (say: Say, what: string, later: (days: number) => void) => void;
type Say = <T extends StatementType>(type: T, actor: Person, fields: object) => void;
const rule: Saying = (say) => say('case.policy', people.lead, { exports: { approvals: 1, days: 7 } });
const second: Saying = (say) =>
	say('case.member-added', people.lead, { person: people.reader.sign, role: 'lead', grant });
const asked: Saying = (say, what) => say('export.requested', people.lead, { report: id('report'), what });
const agreed: Saying = (say, what) => say('export.approved', people.reader, { report: id('report'), what });
const grant = toBase64(new Uint8Array(96));

test.each<[string, readonly Saying[], boolean]>([
	['no rule', [], true],
	['another lead agreed', [rule, second, asked, agreed], true],
	[
		'a rule that was taken back',
		[rule, (say) => say('case.policy', people.lead, { exports: { approvals: 0, days: 7 } })],
		true,
	],
	['nobody was asked', [rule, second], false],
	['nobody agreed', [rule, second, asked], false],
	['agreed before it was asked', [rule, second, agreed, asked], false],
	['by one who is no lead', [rule, asked, agreed], false],
	[
		'by oneself',
		[rule, asked, (say, what) => say('export.approved', people.lead, { report: id('report'), what })],
		false,
	],
	['to something else', [rule, second, asked, (say, _, later) => agreed(say, 'cd'.repeat(32), later)], false],
	[
		'for another report',
		[rule, second, asked, (say, what) => say('export.approved', people.reader, { report: id('r'), what })],
		false,
	],
	[
		'taken back',
		[rule, second, asked, agreed, (say) => say('export.refused', people.reader, { report: id('report') })],
		false,
	],
	['too long ago', [rule, second, asked, agreed, (_, __, later) => later(8)], false],
])('where the case wants two leads, its entries show that another agreed: %s', (_, sayings, holds) => {
	const before = (archive: Archive, what: string): void => {
		const say: Say = (type, actor, fields) =>
			archive.append(type, actor, { ...inCase, ...fields } as never, { subject: { kind: 'case', id: id('case') } });
		for (const one of sayings) one(say, what, (days) => archive.wait(days));
	};
	const { input } = tell({ choices: all, before, bound: true });
	if (holds) expect(buildReport(input).report.id).toBe(id('report'));
	else expect(() => buildReport(input)).toThrow('without the second lead whom its case asks for');
});

test.each<[string, { rules?: 2 }, 'all' | 'not the one between', boolean]>([
	['where people are counted', { rules: 2 }, 'all', false],
	['by a rule of an earlier version, for which each key is one', {}, 'all', true],
	['where the enrolment of the key between is not in the bag', { rules: 2 }, 'not the one between', true],
])('another key of whoever asked is no second lead, as far as the enrolments tell: %s', (_, rules, shown, holds) => {
	const [between, latest] = [new Person('lead, between'), new Person('lead, latest')];
	const enrolled: number[] = [];
	const before = (archive: Archive, what: string): void => {
		const say: Say = (type, actor, fields) =>
			archive.append(type, actor, { ...inCase, ...fields } as never, { subject: { kind: 'case', id: id('case') } });
		enrolled.push(enrol(archive, between, { role: 'member', invite: id('i1'), formerly: people.lead }));
		enrolled.push(enrol(archive, latest, { role: 'member', invite: id('i2'), formerly: between }));
		say('case.policy', people.lead, { exports: { approvals: 1, days: 7 }, ...rules });
		say('case.member-added', people.lead, { person: latest.sign, role: 'lead', grant });
		asked(say, what, () => undefined);
		say('export.approved', latest, { report: id('report'), what });
	};
	const change = (input: ReportInput, archive: Archive): void => {
		const told = shown === 'all' ? enrolled : enrolled.slice(1);
		Object.assign(input.log, { enrolments: [...input.log.enrolments, ...told.map((index) => archive.entry(index))] });
	};
	const { input } = tell({ choices: all, before, change, bound: true });
	if (holds) expect(buildReport(input).report.id).toBe(id('report'));
	else expect(() => buildReport(input)).toThrow('without the second lead whom its case asks for');
});

test('where the case wants two leads, no words leave that the other did not agree to', () => {
	const before = (archive: Archive, what: string): void => {
		const say: Say = (type, actor, fields) =>
			archive.append(type, actor, { ...inCase, ...fields } as never, { subject: { kind: 'case', id: id('case') } });
		for (const one of [rule, second, asked, agreed]) one(say, what, () => undefined);
	};
	const silent = (input: ReportInput): void => {
		Object.assign(input, { qualification: null });
		Object.assign(input.case, { legalBasis: null, restrictions: null });
	};
	expect(buildReport(tell({ choices: all, before, change: silent }).input).report.id).toBe(id('report'));
	expect(() => buildReport(tell({ choices: all, before }).input)).toThrow('what its second lead did not agree to');
});

test('the report is begun for nobody else and nothing else than was agreed to, in the entry that begins it too', () => {
	const other = 'the report names another recipient or purpose than it was begun for';
	expect(over({}, undefined, { told: { recipient: 'Another office' } })).toBe(other);
	expect(over({}, undefined, { told: { purpose: 'A newspaper' } })).toBe(other);
	expect(over({}, undefined, { told: { recipient: OFFICE } })).toBe('');
});

function clipOf(item: ItemInput | undefined): ClipInput {
	return item?.exhibits.find(({ clip }) => clip !== null)?.clip as ClipInput;
}
