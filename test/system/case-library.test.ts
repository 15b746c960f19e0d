import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { type CatalogueItem, catalogue } from '../../src/client/case/catalogue.ts';
import { findItem } from '../../src/client/case/find-item.ts';
import { eventsOf } from '../../src/client/case/history.ts';
import {
	addClip,
	noteItem,
	renameExhibit,
	reviseClip,
	setVocabulary,
	withdrawExhibit,
} from '../../src/client/case/mark.ts';
import { exhibitItems } from '../../src/client/case/mark-many.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import { reportWatched, watchedIn } from '../../src/client/case/watched.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import { createCase, openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { type OpenIntake, openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { submit } from '../../src/client/submit.ts';
import { toBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import { type Id, newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { startLyingApi } from '../attack/lying-api.ts';
import { sealFor } from './archive/sealing.ts';
import { deposit, putObject, store } from './live/deposit.ts';
import { entryCount, letter, outcomeOf, post, resultOf } from './live/raw.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

// What a client does for a case, on a running archive: it holds when one member seals rubbish.

const id = (): string => newId(platform.randomBytes);

let live: Live;
let lead: Connection;
let editor: Connection;
let reader: Connection;
let worker: Connection;
let open: OpenCase;
let intake: OpenIntake;
let item: string;
beforeAll(async () => {
	live = await startLive();
	({ worker } = await enrolWorker(live));
	[lead, editor, reader] = [await live.enrol(), await live.enrol(), await live.enrol()];
	open = await openCase(lead, [
		[editor, 'editor'],
		[reader, 'reader'],
	]);
	intake = await openIntake(editor, open, { received: 'by hand' });
	item = (await deposit(editor, open, intake, utf8('the gate at night'))).id;
});
afterAll(() => live.close());

const about = () => ({ case: open.id, generation: open.key.generation });

/** Sends a statement as it is, with these bytes as its sealed detail. */
async function sent(
	fields: { readonly [name: string]: unknown },
	sealed?: Uint8Array,
	prefix?: Uint8Array,
): Promise<string> {
	const detail =
		sealed === undefined
			? {}
			: { detail: { root: toHex(platform.randomBytes(32)), sealed: toHex(platform.sha256(sealed)) } };
	const made = await letter(editor, { ...about(), ...fields, ...detail });
	const beside = {
		...(sealed === undefined ? {} : { sealed: toBase64(sealed) }),
		...(prefix === undefined ? {} : { prefix: toBase64(prefix) }),
	};
	await post(live, editor, [{ ...made, ...beside }]);
	return resultOf(await outcomeOf(live, made));
}

async function received(): Promise<{ fields: object; prefix: Uint8Array; id: string; body: { sha256: string } }> {
	const made = await store(editor, open, intake, utf8('sealed for nobody'));
	const prefix = toHex(platform.sha256(made.prefix));
	const fields = { type: 'item.received', intake: intake.id, item: made.id, prefix, body: made.body, forEpoch: 'AAAA' };
	return { fields, prefix: made.prefix, id: made.id, body: made.body };
}

describe('what one member seals', () => {
	test('must be there: without a detail a deposit, a clip, an exhibit is refused', async () => {
		const { fields, prefix } = await received();
		expect(await sent({ ...fields }, undefined, prefix)).toBe('denied:bad-request');
		const { sha256 } = (await itemEntries(editor, item)).received.statement.body;
		expect(await sent({ type: 'clip.added', item, clip: id(), sha256 })).toBe('denied:bad-request');
		expect(await sent({ type: 'exhibit.added', item, exhibit: id() })).toBe('denied:bad-request');
		expect(await sent({ type: 'item.noted', item, note: id() })).toBe('denied:bad-request');
	});

	test('may be rubbish: that one thing is unreadable, and the rest of the case is there', async () => {
		const rubbish = () => platform.randomBytes(300);
		const bad = await received();
		const [clip, exhibit, note] = [id(), id(), id()];
		expect(await sent({ ...bad.fields }, rubbish(), bad.prefix)).toBe('accepted');
		const { sha256 } = (await itemEntries(editor, item)).received.statement.body;
		expect(await sent({ type: 'clip.added', item, clip, sha256 }, rubbish())).toBe('accepted');
		expect(await sent({ type: 'exhibit.added', item, exhibit }, rubbish())).toBe('accepted');
		expect(await sent({ type: 'item.noted', item, note }, rubbish())).toBe('accepted');
		const items = await catalogue(reader, open);
		expect(items.map((one): unknown => [one.id, one.unreadable])).toEqual([
			[item, false],
			[bad.id, true],
		]);
		expect(items[0] as CatalogueItem & { unreadable: false }).toMatchObject({ path: 'a file', size: 17 });
		const marks = await caseMarks(reader, open);
		expect(marks.clips).toMatchObject([{ id: clip, unreadable: true, versions: [{ detail: undefined }] }]);
		expect(marks.exhibits).toMatchObject([{ id: exhibit, label: 'CAS-0001', title: '', unreadable: true }]);
		expect(marks.notes).toMatchObject([{ id: note, unreadable: true }]);
		const events = await eventsOf(reader, open, 'item', item);
		expect(events.filter((one) => one.unreadable).map(({ entry }) => entry.statement.type)).toEqual([
			'clip.added',
			'exhibit.added',
			'item.noted',
		]);
	});
});

test('a clip is of the item’s own content: with the hash of another it is refused', async () => {
	const other = await deposit(editor, open, intake, utf8('the other gate'));
	const clip = { type: 'clip.added', item, clip: id() };
	const bodyOf = async (of: string) => (await itemEntries(editor, of)).received.statement.body.sha256;
	const sealed = platform.randomBytes(300);
	expect(await sent({ ...clip, sha256: await bodyOf(other.id) }, sealed)).toBe('denied:hash-mismatch');
	expect((await caseMarks(reader, open)).clips.filter((one) => one.id === clip.clip)).toEqual([]);
	expect(await sent({ ...clip, sha256: await bodyOf(item) }, sealed)).toBe('accepted');
});

describe('numbers', () => {
	test('a clip is numbered under its item, which becomes an exhibit first', async () => {
		const other = (await deposit(editor, open, intake, utf8('the yard by day'))).id;
		const entries = await itemEntries(editor, other);
		const { clip } = await addClip(editor, open, entries, { fromMs: 1000, toMs: 2000 });
		const second = await addClip(editor, open, entries, { fromMs: 3000, toMs: 4000 });
		const made = await addExhibit(editor, open, { item: other, clip }, 'The beating');
		expect(made.map((one) => one.label)).toEqual(['CAS-0002', 'CAS-0002.01']);
		const next = await addExhibit(editor, open, { item: other, clip: second.clip }, 'The cell');
		expect(next.map((one) => one.label)).toEqual(['CAS-0002.02']);
		const [of, first] = (await caseMarks(reader, open)).exhibits.filter((one) => one.item === other);
		if (of === undefined || first === undefined) throw new Error('the exhibits are not there');
		await withdrawExhibit(editor, open, first, 'the same twice');
		await renameExhibit(editor, open, of, 'The yard');
		const [again] = await addExhibit(editor, open, { item: other, clip }, 'The beating, once more');
		expect(again?.label).toBe('CAS-0002.03');
		expect((await caseMarks(reader, open)).exhibits.filter((one) => one.item === other)).toMatchObject([
			{ label: 'CAS-0002', title: 'The yard', earlierTitles: [''] },
			{ label: 'CAS-0002.01', withdrawn: { reason: 'the same twice' } },
			{ label: 'CAS-0002.02', withdrawn: undefined },
			{ label: 'CAS-0002.03' },
		]);
		expect(await findItem(reader, 'cas-2.3')).toMatchObject({ clip, exhibit: { id: again?.exhibit } });
		expect(await findItem(reader, 'CAS-0002.09')).toBe('no-exhibit');
		await expect(withdrawExhibit(editor, open, first, 'again')).rejects.toMatchObject({ code: 'denied' });
	});

	test('are given once: what is an exhibit gets another only after it was withdrawn', async () => {
		const item = (await deposit(editor, open, intake, utf8('the gate'))).id;
		const { clip } = await addClip(editor, open, await itemEntries(editor, item), { fromMs: 0, toMs: 10 });
		const [of, own] = await addExhibit(editor, open, { item, clip }, 'The gate opens');
		const before = await entryCount(live);
		const twice = addExhibit(editor, open, { item, clip }, 'The gate opens');
		await expect(twice).rejects.toMatchObject({ code: 'conflict', label: own?.label });
		await expect(addExhibit(editor, open, { item }, '')).rejects.toMatchObject({ code: 'conflict', label: of?.label });
		expect(await exhibitItems(editor, open, [item])).toEqual({ done: [], refused: [] });
		expect(await entryCount(live)).toBe(before);
		await withdrawExhibit(editor, open, { id: of?.exhibit as Id, item }, 'another gate');
		const other = (await deposit(editor, open, intake, utf8('the other gate'))).id;
		expect(await exhibitItems(editor, open, [item, other, item])).toEqual({ done: [item, other], refused: [] });
	});

	test('are not given to a clip of an item that is no exhibit, nor under that of another item', async () => {
		const other = (await deposit(editor, open, intake, utf8('the stairs'))).id;
		const { clip } = await addClip(editor, open, await itemEntries(editor, other), { fromMs: 0, toMs: 10 });
		const foreign = (await caseMarks(editor, open)).exhibits.find((one) => one.clip === undefined)?.id;
		const sealed = platform.randomBytes(300);
		const exhibit = { type: 'exhibit.added', item: other, clip };
		expect(await sent({ ...exhibit, exhibit: id() }, sealed)).toBe('denied:bad-request');
		expect(await sent({ ...exhibit, exhibit: id(), under: id() }, sealed)).toBe('denied:not-found');
		expect(await sent({ ...exhibit, exhibit: id(), under: foreign }, sealed)).toBe('denied:not-found');
	});
});

describe('later words', () => {
	test('keep the earlier ones: clips and notes, and no two replace the same', async () => {
		const { clip } = await addClip(editor, open, await itemEntries(editor, item), { fromMs: 0, toMs: 10, tags: ['a'] });
		const before = (await caseMarks(editor, open)).clips.find((one) => one.id === clip);
		if (before === undefined) throw new Error('the clip is not there');
		await reviseClip(editor, open, before, { fromMs: 0, toMs: 20, people: ['grey jacket'], confidence: 'high' });
		await expect(reviseClip(lead, open, before, { fromMs: 0, toMs: 30 })).rejects.toMatchObject({ code: 'denied' });
		expect((await caseMarks(reader, open)).clips.find((one) => one.id === clip)).toMatchObject({
			toMs: 20,
			people: ['grey jacket'],
			versions: [{ detail: { toMs: 10, tags: ['a'] } }, { version: 2, detail: { toMs: 20 } }],
		});
		const { note } = await noteItem(editor, open, item, { flag: 'warning', fromMs: 5, toMs: 9, text: 'blood' });
		const later = await noteItem(lead, open, item, { flag: 'not-relevant' }, note);
		await expect(noteItem(editor, open, item, { flag: 'relevant' }, note)).rejects.toMatchObject({ code: 'denied' });
		const { notes } = await caseMarks(reader, open);
		expect(notes.find((one) => one.id === note)).toMatchObject({ text: 'blood', replacedBy: later.note });
		expect(notes.find((one) => one.id === later.note)).toMatchObject({ flag: 'not-relevant', replacedBy: undefined });
		await expect(noteItem(editor, open, item, { flag: 'warning', fromMs: -1 })).rejects.toMatchObject({
			code: 'bad-request',
		});
	});

	test('the newest list of tags holds; readers report what they watched', async () => {
		await setVocabulary(lead, open, [{ tag: 'yard' }]);
		await setVocabulary(lead, open, [{ tag: 'yard', meaning: 'the inner one' }, { tag: 'night' }]);
		await expect(setVocabulary(editor, open, [{ tag: 'mine' }])).rejects.toMatchObject({ code: 'denied' });
		expect((await caseMarks(reader, open)).vocabulary?.tags).toEqual([
			{ tag: 'yard', meaning: 'the inner one' },
			{ tag: 'night', meaning: null },
		]);
		await reportWatched(reader, open, item, 'working', [
			[0, 4000],
			[9000, 9500],
		]);
		expect(await watchedIn(lead, open)).toMatchObject([
			{
				item,
				class: 'working',
				by: reader.identity.keys.sign,
				ranges: [
					[0, 4000],
					[9000, 9500],
				],
			},
		]);
	});
});

describe('what was made from an item', () => {
	/** A derivative of the item, as a worker makes it. */
	async function make(): Promise<{ derivative: string; prefix: Uint8Array }> {
		const secrets = { member: intake.memberSecret, notary: intake.notarySecret };
		const sealed = sealFor(secrets, item, 'working', utf8('a contact sheet'), intake.recovery);
		const [derivative, object] = [id(), id()];
		await putObject(worker, object, open.id, sealed.body);
		const body = { object, offset: 0, size: sealed.body.length, sha256: toHex(platform.sha256(sealed.body)) };
		const fields = { ...about(), item, derivative, prefix: toHex(platform.sha256(sealed.prefix)), body };
		await submit(worker, [{ type: 'derivative.made', fields, prefix: sealed.prefix }]);
		return { derivative, prefix: sealed.prefix };
	}

	test('is what its examination names, not what came last', async () => {
		const [named, later] = [await make(), await make()];
		const { received: s } = await itemEntries(editor, item);
		const { prefix, body } = s.statement;
		await submit(worker, [
			{ type: 'item.kept', fields: { ...about(), item, prefix, sha256: body.sha256 } },
			{ type: 'item.examined', fields: { ...about(), item, derivative: named.derivative } },
		]);
		const latest = await make();
		expect((await itemEntries(reader, item)).derivative?.statement.derivative).toBe(named.derivative);
		const answer = await (await reader.send(`/v1/items/${item}/sealed/working`, {})).json();
		expect(answer).toMatchObject({ prefix: toBase64(named.prefix) });

		const history = await eventsOf(reader, open, 'item', item);
		for (const { derivative } of [later, latest]) {
			const shown = history.find(
				({ entry: { statement } }) => statement.type === 'derivative.made' && statement.derivative === derivative,
			)?.text;
			const lying = await startLyingApi(live);
			lying.lie = (path, body: object) => (path === `/v1/items/${item}` ? { ...body, derivative: shown } : body);
			const deceived = await live.connect(reader.identity, lying.server);
			await expect(itemEntries(deceived, item)).rejects.toMatchObject({ code: 'bad-proof' });
			await lying.close();
		}
	});
});

test('a case is opened anew with all of it', async () => {
	const [again] = await openCases(await live.connect(reader.identity));
	expect(again?.id).toBe(open.id);
	expect(again?.description).toBe('');
});

test('the letters of a case of one’s own are not taken again, in whatever case they are written', async () => {
	const before = await entryCount(live);
	const twice = createCase(reader, { title: 'another case', prefix: 'cas' });
	await expect(twice).rejects.toMatchObject({ code: 'conflict', prefix: 'CAS', title: 'a case' });
	expect(await entryCount(live)).toBe(before);
	expect(await createCase(worker, { title: 'a case of somebody else', prefix: 'CAS' }).catch((e) => e.code)).toBe(
		'denied',
	);
});
