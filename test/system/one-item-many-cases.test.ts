import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { type CatalogueItem, catalogue } from '../../src/client/case/catalogue.ts';
import { derivedFiles, derivedIndex } from '../../src/client/case/derived-files.ts';
import { findItem } from '../../src/client/case/find-item.ts';
import { eventsOf } from '../../src/client/case/history.ts';
import { itemFacts, itemSummary } from '../../src/client/case/item-facts.ts';
import { addClip, noteItem } from '../../src/client/case/mark.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import { shareItem, shareItems } from '../../src/client/case/share-item.ts';
import { reportWatched, watchedIn } from '../../src/client/case/watched.ts';
import { type OpenCase, openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { depositFacts, itemEntries, openBody, original } from '../../src/client/open-item.ts';
import { openPlayable } from '../../src/client/play/open-playable.ts';
import { proxyOf, requestProxy } from '../../src/client/play/proxy.ts';
import { submit } from '../../src/client/submit.ts';
import { concat, toHex, utf8 } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { audit } from '../../workers/audit/audit.ts';
import { MediaWorker } from '../../workers/media/worker.ts';
import { deposit } from './live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';
import { footageFile } from './media-files.ts';
import { databaseUrl } from './postgres-url.ts';

// An item in two cases: what the second one knows, opens and says of it, and what stays with the first.

const WAIT = { timeout: 40_000, interval: 200 };

let live: Live;
/** Leads the first case and may deposit in the second. */
let both: Connection;
/** Of the second case alone. */
let [lead, reader] = [] as unknown as [Connection, Connection];
let [first, second] = [] as unknown as [OpenCase, OpenCase];
let picture: Uint8Array;
let [item, other, film] = [] as unknown as [string, string, string];
const stop = new AbortController();
let working: Promise<void>;
const said: string[] = [];

beforeAll(async () => {
	live = await startLive();
	const enrolled = await enrolWorker(live);
	[both, lead, reader] = [await live.enrol(), await live.enrol(), await live.enrol()];
	first = await openCase(both, [], 'GUL');
	await openCase(lead, [
		[both, 'editor'],
		[reader, 'reader'],
	]);
	second = (await openCases(both)).find((one) => one.id !== first.id) as OpenCase;
	const intake = await openIntake(both, first, { received: 'by hand' });
	const epochs = new Map([[1, enrolled.epochSecret]]);
	working = new MediaWorker({ connection: enrolled.worker, epochs }, true, (line) => said.push(line)).run(stop.signal);
	picture = await readFile(join(import.meta.dirname, '../vectors/frame.jpg'));
	item = (await deposit(both, first, intake, picture)).id;
	other = (await deposit(both, first, intake, utf8('a letter of the same delivery'))).id;
	film = (await deposit(both, first, intake, await readFile(await footageFile('100_0306.AVI')))).id;
	for (const id of [item, other, film])
		await vi.waitFor(async () => expect((await itemEntries(both, id)).state).toBe('examined'), WAIT);
});
afterAll(async () => {
	stop.abort();
	await working;
	await live.close();
});

/** The second case as a member of it has it. */
async function theirs(who: Connection): Promise<OpenCase> {
	const found = (await openCases(who)).find((one) => one.id === second.id);
	if (found === undefined) throw new Error('not a member');
	return found;
}
const listed = async (who: Connection, open: OpenCase, id = item): Promise<CatalogueItem | undefined> =>
	(await catalogue(who, open)).find((one) => one.id === id);
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => 'it went well',
		(error: { code?: string }) => error.code,
	);

test('shared, it is in the catalogue of the other case with its name, its facts and its summary', async () => {
	const open = await theirs(lead);
	expect(await listed(lead, open)).toBeUndefined();
	expect(await codeOf(itemEntries(lead, item))).toBe('not-found');
	const before = await listed(both, first);
	expect(before).toMatchObject({ elsewhere: false, from: undefined });

	const { version, index } = await shareItem(both, first, second, await itemEntries(both, item), {
		purpose: 'the same yard',
	});
	expect(version).toBe(1);
	const there = await listed(reader, await theirs(reader));
	expect(there).toMatchObject({
		unreadable: false,
		path: 'a file',
		size: picture.length,
		sha256: toHex(platform.sha256(picture)),
		state: 'examined',
		summary: { kind: 'image' },
		index,
		elsewhere: true,
		from: { case: first.id, by: both.identity.keys.sign },
	});
	expect(await listed(both, first)).toMatchObject({ elsewhere: true, from: undefined, index: before?.index });
	expect(await catalogue(reader, await theirs(reader))).toHaveLength(1);
});

test('it is opened with the share of the other case, each class by whom its role allows', async () => {
	const [mine, open] = [await itemEntries(lead, item), await theirs(lead)];
	expect(itemFacts(open, mine)).toMatchObject({ path: 'a file', size: picture.length });
	expect(itemSummary(open, mine)).toMatchObject({ kind: 'image' });
	const body = await openBody(lead, open, mine, 'original', 'to compare');
	const pieces: Uint8Array[] = [];
	for await (const piece of original(body, depositFacts(open, mine))) pieces.push(piece.slice());
	expect(Buffer.compare(concat(...pieces), picture)).toBe(0);

	const [as, readers] = [await theirs(reader), await itemEntries(reader, item)];
	const index = derivedIndex(as, readers);
	expect(index?.files.length).toBeGreaterThan(0);
	const working = await openBody(reader, as, readers, 'working', 'to look');
	expect(await derivedFiles(working, index as NonNullable<typeof index>)).toHaveLength(index?.files.length as number);
	expect(await codeOf(openBody(reader, as, readers, 'original', 'to look'))).toBe('denied');
});

test('marks are those of each case, with its own numbers', async () => {
	const open = await theirs(lead);
	const entries = await itemEntries(lead, item);
	await addExhibit(both, first, { item }, 'of the first');
	await noteItem(both, first, item, { text: 'only here' });
	const [made] = await addExhibit(lead, open, { item }, 'of the second');
	expect(made?.label).toBe('CAS-0001');
	const { clip } = await addClip(lead, open, entries, { name: 'the gate', fromMs: 0, toMs: 1 });
	await reportWatched(reader, await theirs(reader), item, 'working', [[0, 1]]);
	const marks = await caseMarks(reader, await theirs(reader));
	expect(marks.exhibits.map((one) => [one.label, one.title])).toEqual([['CAS-0001', 'of the second']]);
	expect(marks.clips.map((one) => one.id)).toEqual([clip]);
	expect(marks.notes).toEqual([]);
	expect(await watchedIn(lead, open)).toHaveLength(1);
	const ours = await caseMarks(both, first);
	expect(ours.exhibits.map((one) => [one.label, one.title])).toEqual([['GUL-0001', 'of the first']]);
	expect(ours.clips).toEqual([]);
});

test('its history is whole in both, and tells where it went; what was said in the other stays sealed to that', async () => {
	const [here, there] = [
		await eventsOf(both, first, 'item', item),
		await eventsOf(lead, await theirs(lead), 'item', item),
	];
	expect(there.map((one) => one.entry.index)).toEqual(here.map((one) => one.entry.index));
	expect([...here, ...there].filter((one) => one.unreadable)).toEqual([]);
	const of = (events: typeof here, type: string) => events.filter(({ entry }) => entry.statement.type === type);
	expect(of(there, 'item.shared')[0]).toMatchObject({ elsewhere: false, fields: { purpose: 'the same yard' } });
	expect(of(there, 'item.received')[0]).toMatchObject({ elsewhere: true, fields: { path: 'a file' } });
	expect(of(there, 'item.noted')[0]).toMatchObject({ elsewhere: true, fields: {}, detail: undefined });
	expect(of(here, 'clip.added')[0]).toMatchObject({ elsewhere: true, fields: {}, detail: undefined });
	expect(of(here, 'item.shared')[0]?.entry.statement).toMatchObject({ to: second.id });
});

test('an old recording plays in the other case from a copy that is asked for there', async () => {
	await shareItem(both, first, second, await itemEntries(both, film));
	const open = await theirs(reader);
	const entries = await itemEntries(reader, film);
	expect(await proxyOf(reader, open, film)).toEqual({ state: 'none' });
	await requestProxy(reader, open, film);
	await expect.poll(async () => (await proxyOf(reader, open, film)).state, WAIT).toBe('made');
	const play = await openPlayable(reader, open, entries, 'proxy', 'to see it');
	expect(play.type).toBe('video/mp4');
	expect(Buffer.from((await play.read(0, play.size)).subarray(4, 8)).toString()).toBe('ftyp');
	play.close();
	const ours = await openPlayable(both, first, await itemEntries(both, film), 'proxy', 'to see it');
	expect(ours.type).toBe('video/mp4');
	ours.close();
});

test('twice is a conflict, unless it is said to be anew; not before it is examined; many at once', async () => {
	const entries = await itemEntries(both, item);
	expect(await codeOf(shareItem(both, first, second, entries))).toBe('conflict');
	expect(await shareItem(both, first, second, entries, { again: true })).toMatchObject({ version: 2 });
	// Who has not seen that one replaces nothing.
	expect(await codeOf(shareItem(both, first, second, entries, { again: true }))).toBe('denied');
	expect(await shareItems(both, first, second, [item, other])).toMatchObject({ done: [other], already: [item] });
	const ids = (await catalogue(lead, await theirs(lead))).map((one) => one.id);
	expect(ids).toEqual([film, item, other]);
	expect(await findItem(both, item)).toBe('several-cases');
	expect(await findItem(both, `CAS/${item.slice(0, 8)}`)).toMatchObject({ open: { id: second.id } });
});

test('a lead of the other case shares it on, and can say no other words than were signed', async () => {
	const third = await openCase(lead, [], 'THR');
	await shareItem(lead, await theirs(lead), third, await itemEntries(lead, item));
	const there = (await catalogue(lead, third))[0];
	expect(there).toMatchObject({ path: 'a file', summary: { kind: 'image' }, from: { case: second.id } });
	const body = await openBody(lead, third, await itemEntries(lead, item), 'working', 'to look');
	expect(body.opened.skeleton.result).toBe('accepted');
});

test('the delivery and its examination stay matters of the first case', async () => {
	const open = await theirs(lead);
	const about = { case: open.id, generation: 1, item };
	expect(await codeOf(submit(lead, [{ type: 'item.retried', fields: about }]))).toBe('denied');
	expect((await eventsOf(lead, open, 'item', item)).at(-1)?.entry.statement.type).not.toBe('item.retried');
});

test('and the audit comes to the same state', async () => {
	const result = await audit({
		databaseUrl: databaseUrl(live.database.connection),
		logKey: live.pin.log,
		head: live.notary.started.head.current,
		signatures: true,
		objects: false,
	});
	expect(result.firstDifference).toBeUndefined();
	expect(result.ok).toBe(true);
	expect(said).toEqual([]);
});
