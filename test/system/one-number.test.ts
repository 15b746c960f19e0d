import { afterAll, beforeAll, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { addClip, withdrawExhibit } from '../../src/client/case/mark.ts';
import { exhibitItems } from '../../src/client/case/mark-many.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { type OpenIntake, openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { trySubmit } from '../../src/client/submit.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { type Id, newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { audit } from '../../workers/audit/audit.ts';
import { type LyingApi, startLyingApi } from '../attack/lying-api.ts';
import { deposit } from './live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';
import { databaseUrl } from './postgres-url.ts';

// One thing has one number at a time, whoever asks at the same moment: the notary decides.

let live: Live;
let late: LyingApi;
let open: OpenCase;
let intake: OpenIntake;
let [one, other] = [] as unknown as [Connection, Connection];
/** The other one, who sees the marks of the case as they were a moment ago. */
let slow: Connection;

beforeAll(async () => {
	live = await startLive();
	await enrolWorker(live);
	[one, other] = [await live.enrol(), await live.enrol()];
	open = await openCase(one, [[other, 'editor']]);
	intake = await openIntake(one, open, { received: 'by hand' });
	late = await startLyingApi(live);
	slow = await live.connect(other.identity, late.server);
});
afterAll(async () => {
	await late.close();
	await live.close();
});

const newItem = async (): Promise<Id> => (await deposit(one, open, intake, platform.randomBytes(20))).id;
const number = (by: Connection, item: Id, of: { clip?: Id; under?: Id } = {}) =>
	trySubmit(by, [
		{
			type: 'exhibit.added',
			fields: { case: open.id, generation: 1, item, exhibit: newId(platform.randomBytes), ...of },
			detail: { to: open.key, fields: { title: '' } },
		},
	]);
const standing = async (item: Id) =>
	(await caseMarks(one, open)).exhibits.filter((exhibit) => exhibit.item === item && exhibit.withdrawn === undefined);
/** The next answer about the marks of the case comes from before anybody numbered anything in it. */
function isLate(): void {
	late.lie = (path, body: { entries: { statement: string }[] }) => {
		if (!path.endsWith('/marks')) return body;
		late.lie = undefined;
		return { ...body, entries: body.entries.filter((entry) => !entry.statement.includes('"exhibit.')) };
	};
}

test('two people number the same item, and the same clip, at the same moment: one number each', async () => {
	const item = await newItem();
	const both = await Promise.all([number(one, item), number(other, item)]);
	expect(both.map(([made]) => made?.skeleton.result).sort()).toEqual(['accepted', 'denied:conflict']);
	const [under] = await standing(item);
	const { clip } = await addClip(one, open, await itemEntries(one, item), { fromMs: 0, toMs: 10 });
	const of = { clip, under: under?.id as Id };
	const clips = await Promise.all([number(other, item, of), number(one, item, of)]);
	expect(clips.map(([made]) => made?.skeleton.result).sort()).toEqual(['accepted', 'denied:conflict']);
	expect(await standing(item)).toHaveLength(2);
});

test('the slower one is told the number that it has, and which are left is said of many', async () => {
	const [item, free] = [await newItem(), await newItem()];
	const [made] = await addExhibit(one, open, { item }, 'The gate');
	isLate();
	await expect(addExhibit(slow, open, { item }, 'A gate')).rejects.toMatchObject({
		code: 'conflict',
		label: made?.label,
	});
	isLate();
	expect(await exhibitItems(slow, open, [item, free])).toEqual({ done: [free], refused: [] });
	expect(await standing(item)).toHaveLength(1);
});

test('a clip whose item somebody else makes an exhibit meanwhile is numbered under that', async () => {
	const item = await newItem();
	const { clip } = await addClip(one, open, await itemEntries(one, item), { fromMs: 0, toMs: 10 });
	const [own] = await addExhibit(one, open, { item }, 'The yard');
	isLate();
	const made = await addExhibit(slow, open, { item, clip }, 'The blow');
	expect(made.map((exhibit) => exhibit.label)).toEqual([`${own?.label}.01`]);
});

test('what was withdrawn gets a new number, once; clips under it keep theirs', async () => {
	const item = await newItem();
	const { clip } = await addClip(one, open, await itemEntries(one, item), { fromMs: 0, toMs: 10 });
	const [own] = await addExhibit(one, open, { item, clip }, 'The stairs');
	await withdrawExhibit(other, open, { id: own?.exhibit as Id, item }, 'the wrong stairs');
	const both = await Promise.all([number(one, item), number(other, item)]);
	expect(both.map(([made]) => made?.skeleton.result).sort()).toEqual(['accepted', 'denied:conflict']);
	const [again] = (await standing(item)).filter((exhibit) => exhibit.clip === undefined);
	expect(again?.number.item).toBeGreaterThan(own?.number.item as number);
	await expect(addExhibit(one, open, { item, clip }, '')).rejects.toMatchObject({ code: 'conflict' });
});

test('another case numbers for itself', async () => {
	const elsewhere = await openCase(one, [], 'OTH');
	const there = await openIntake(one, elsewhere, { received: 'by hand' });
	const { id } = await deposit(one, elsewhere, there, utf8('the gate'));
	expect((await addExhibit(one, elsewhere, { item: id }, ''))[0]?.label).toBe('OTH-0001');
});

test('the audit makes the same rows and comes to the same results', async () => {
	const { keys, head } = live.notary.started;
	const result = await audit({
		databaseUrl: databaseUrl(live.database.connection),
		logKey: keys.vkey,
		head: head.current,
		signatures: false,
		objects: false,
	});
	expect(result).toMatchObject({ ok: true });
	// And an archive from before this table was there gets them by its migration.
	const made =
		await live.sql(`select case_id, coalesce(clip, item) as what, max(id) filter (where not withdrawn) as exhibit
		from exhibits group by 1, 2 order by 1, 2`);
	expect(made).toEqual(await live.sql('select * from numbered order by case_id, what'));
});
