import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { eventsOf } from '../../src/client/case/history.ts';
import { addClip, renameExhibit } from '../../src/client/case/mark.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { submit } from '../../src/client/submit.ts';
import { toHex } from '../../src/domain/bytes.ts';
import type { Json } from '../../src/domain/canonical.ts';
import type { StatementType } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { previewReport } from '../../src/report/gather/preview-report.ts';
import type { ReportChoices } from '../../src/report/gather/report-choices.ts';
import type { BagReader } from '../../src/report/verify/bag-reader.ts';
import { readReport } from '../../src/report/verify/check-report.ts';
import type { Withheld } from '../../src/report/verify/report-model.ts';
import { type Sayings, sayings } from '../../src/report/verify/sayings.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { MediaWorker } from '../../workers/media/worker.ts';
import { openedDraft, receivedDraft, store } from '../system/live/deposit.ts';
import { forCourt, madeReport } from '../system/live/made-report.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';
import { stock } from '../system/media-files.ts';
import { confirms, needsPaperText, textsIn, valuesIn } from './bag-values.ts';

/** Attack 28: whoever makes a report hides something by choice, and whoever holds it looks for that in every corner of the bag. */

const path = 'block-nine/corridor-at-dawn.mp4';
const shown = 'P-WITNESS-7';
const title = 'The second door from the left';
const earlier = 'corridor-at-dawn, as it was called first';
const reason = 'asked by the defence on Monday';

let [live, lead, open] = [] as unknown as [Live, Connection, OpenCase];
let item: string;
let film: Buffer;
let choices: ReportChoices;
let folder: string;
const stop = new AbortController();
let working: Promise<void>;
/** What stays a hash without any choice, and the newest entry of that report. */
let [baseline, last] = [[], 0] as [readonly Withheld[], number];

beforeAll(async () => {
	live = await startLive();
	const { worker, epochSecret } = await enrolWorker(live);
	lead = await live.enrol();
	open = await openCase(lead, [[await live.enrol(), 'reader']], 'GUL');
	folder = await mkdtemp(join(tmpdir(), 'custos-hide-'));
	const made = join(folder, 'a.mp4');
	const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
	// The file says its own name once more inside.
	const names = ['-metadata', 'title=Corridor-at-dawn'];
	await stock('ffmpeg', '-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=10:d=2', ...coded, ...names, made);
	film = await readFile(made);
	const intake = await openIntake(lead, open, { receivedHow: 'by hand' });
	const stored = await store(lead, open, intake, film);
	const draft = receivedDraft(open, intake, stored);
	if (draft.detail !== undefined) draft.detail.fields = { ...draft.detail.fields, path };
	await submit(lead, [draft]);
	item = stored.id;
	working = new MediaWorker({ connection: worker, epochs: new Map([[1, epochSecret]]) }, true, () => {}).run(
		stop.signal,
	);
	await vi.waitFor(async () => expect((await itemEntries(lead, item)).state).toBe('examined'), {
		timeout: 60_000,
		interval: 250,
	});
	const opened = openedDraft(open, item, 'working');
	if (opened.detail !== undefined) opened.detail.fields = { purpose: reason };
	await submit(lead, [opened]);
	const entries = await itemEntries(lead, item);
	const note = 'see corridor-at-dawn.mp4 again';
	const { clip } = await addClip(lead, open, entries, {
		fromMs: 100,
		toMs: 900,
		people: [shown],
		tags: ['door'],
		note,
	});
	await addExhibit(lead, open, { item, clip }, earlier);
	for (const one of (await caseMarks(lead, open)).exhibits)
		if (one.clip !== undefined) await renameExhibit(lead, open, one, title);
	choices = forCourt(open, [item], { keyframes: 'blurred', withNotes: true });
});
afterAll(async () => {
	stop.abort();
	await working;
	await live.close();
	await rm(folder, { recursive: true, force: true });
});

const made = (wish: ReportChoices): Promise<BagReader> => madeReport(lead, wish);

async function entryOf(type: StatementType): Promise<number> {
	const events = [...(await eventsOf(lead, open, 'item', item)), ...(await eventsOf(lead, open, 'case', open.id))];
	return events.find(({ entry }) => entry.statement.type === type)?.entry.index ?? -1;
}

/** What must be nowhere, in any writing; and fields that nobody may confirm by guessing. */
interface Secret {
	words: readonly string[];
	fields: readonly (readonly [string, Json])[];
}
const hash = (): string => toHex(platform.sha256(film));
const secrets: { [choice: string]: () => Secret } = {
	names: () => ({
		words: [path, 'corridor-at-dawn', 'Corridor-at-dawn', 'block-nine'],
		fields: [
			['path', path],
			['title', earlier],
		],
	}),
	people: () => ({
		words: [shown],
		fields: [
			['people', [shown]],
			['people', 1],
			['people/1', shown],
		],
	}),
	technical: () => ({
		words: [hash(), `"size":${film.length}`, new Date(0).toISOString(), 'h264'],
		fields: [
			['size', film.length],
			['sha256', hash()],
			['modified', new Date(0).toISOString()],
		],
	}),
	titles: () => ({ words: [title, earlier, 'a case'], fields: [['title', title]] }),
	purposes: () => ({ words: [reason], fields: [['purpose', reason]] }),
};

test('without a choice all of it leaves: the search finds it', async ({ skip }) => {
	needsPaperText(skip);
	const bag = await made(choices);
	const texts = [...(await textsIn(bag)).values()].join('\n');
	const words = Object.values(secrets).flatMap((secret) => secret().words);
	expect(words.filter((word) => !texts.includes(word))).toEqual([]);
	baseline = (await verifyBag(bag)).withheld;
	last = Math.max(...(await readReport(bag)).custody.map(({ index }) => index));
});

test.for(Object.keys(secrets))(
	'hidden %s are nowhere in the bag, and nobody can confirm a guess',
	async (choice, { skip }) => {
		needsPaperText(skip);
		const { words, fields } = (secrets[choice] as () => Secret)();
		const wish: ReportChoices = { ...choices, hide: { [choice]: true } };
		for (const row of await previewReport(lead, wish))
			for (const word of words) expect(`${row.path} ${row.kind === 'field' ? row.value : ''}`).not.toContain(word);
		const bag = await made(wish);
		const verdict = await verifyBag(bag, { logKey: lead.archive.founding.log });
		expect(verdict.checks.filter(({ ok }) => !ok)).toEqual([]);
		expect(verdict.result).toBe('confirmed');
		for (const [where, found] of await textsIn(bag)) for (const word of words) expect(found, where).not.toContain(word);
		const beside = await valuesIn(bag);
		for (const [name, value] of fields) expect(confirms(name, value, beside), name).toBe(false);
		// And the report says that, and of which entries.
		const report = await readReport(bag);
		expect(report.report.redactions).toContain(sayings[wish.language].hidden[choice as keyof Sayings['hidden']]);
		expect(report.report.disclosure?.withheld).toEqual(verdict.withheld);
		const before = ({ index }: { index: number }): boolean => index <= last;
		expect(verdict.withheld.filter(before)).not.toEqual(baseline.filter(before));
	},
);

test('an entry that is hidden keeps its place and shows nothing of its detail', async ({ skip }) => {
	needsPaperText(skip);
	const received = await entryOf('item.received');
	const bag = await made({ ...choices, hide: { entries: [received] } });
	const verdict = await verifyBag(bag, { logKey: lead.archive.founding.log });
	expect(verdict.result).toBe('confirmed');
	expect(verdict.withheld).toContainEqual({ index: received, event: 'item.received', fields: null });
	const report = await readReport(bag);
	expect(report.custody.map(({ index }) => index)).toContain(received);
	expect(report.items[0]).toMatchObject({ name: null, path: null, size: null, sha256: null, modified: null });
	expect([...(await textsIn(bag)).values()].join('\n')).not.toContain(path);
});

test('an original does not leave where what it tells is to be hidden', async () => {
	const wish: ReportChoices = { ...choices, withOriginals: true, hide: { technical: true } };
	await expect(made(wish)).rejects.toMatchObject({ code: 'bad-request' });
	const bag = await made({ ...choices, withOriginals: true, hide: { names: true } });
	expect((await verifyBag(bag, { logKey: lead.archive.founding.log })).result).toBe('confirmed');
	expect((await bag.list()).filter((one) => one.includes('/original'))).toEqual(['data/items/EX-0001/original']);
});

test('a report of another begins for other choices: the second does not show for whom the first was', async ({
	skip,
}) => {
	needsPaperText(skip);
	await made({ ...choices, recipient: 'the embassy of nowhere' });
	const bag = await made(choices);
	expect([...(await textsIn(bag)).values()].join('\n')).not.toContain('the embassy of nowhere');
});
