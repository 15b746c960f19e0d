import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../../src/client/case/catalogue.ts';
import { wholeHistory } from '../../src/client/case/history.ts';
import { noteItem } from '../../src/client/case/mark.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import { lacksKey, secretAt } from '../../src/client/case-keys.ts';
import { addMember, type OpenCase, openCases, removeMember, renewMember } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries, openKey } from '../../src/client/open-item.ts';
import { findPerson, setSuspended } from '../../src/client/people.ts';
import { giveKey, rekeyCase } from '../../src/client/rekey.ts';
import { submit, trySubmit } from '../../src/client/submit.ts';
import { fromBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import { createOpener } from '../../src/domain/envelope/sealed-box.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { audit } from '../../workers/audit/audit.ts';
import { deposit, receivedDraft, store } from './live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';
import { databaseUrl } from './postgres-url.ts';

// Who is put out of a case opens nothing that is written after; everybody else opens old and new, and goes on as before.

let live: Live;
let [lead, editor, out, late] = [] as unknown as [Connection, Connection, Connection, Connection];
let open: OpenCase;
/** The case as the editor opened it before anything happened, and as the removed one did. */
let [editors, outs] = [] as unknown as [OpenCase, OpenCase];
let before: string;

const theirs = async (who: Connection): Promise<OpenCase> =>
	(await openCases(who)).find((one) => one.id === open.id) as OpenCase;
const personOf = (who: Connection) => findPerson(lead, who.identity.keys.sign);
const count = async (): Promise<number> =>
	(await live.sql('select count(*)::int as n from ledger.entries'))[0]?.['n'] as number;

beforeAll(async () => {
	live = await startLive();
	await enrolWorker(live);
	[lead, editor, out, late] = [await live.enrol(), await live.enrol(), await live.enrol(), await live.enrol()];
	open = await openCase(lead, [
		[editor, 'editor'],
		[out, 'editor'],
	]);
	[editors, outs] = [await theirs(editor), await theirs(out)];
	const intake = await openIntake(editor, editors, { name: 'the first' });
	before = (await deposit(editor, editors, intake, utf8('gate'))).id;
	await noteItem(editor, editors, before, { text: 'before', flag: 'relevant', tags: [] });
});
afterAll(() => live?.close());

test('removing a member gives the case a new key, in one act', async () => {
	const entries = await count();
	expect(await removeMember(lead, open, out.identity.keys.sign)).toEqual({ generation: 2, given: 2 });
	expect(await count()).toBe(entries + 2);
	expect(open.key.generation).toBe(2);
	expect([...open.secrets.keys()].sort()).toEqual([1, 2]);
	expect(outs.secrets.size).toBe(1);
});

test('who had the case open goes on: signed again under the new key, once', async () => {
	const entries = await count();
	const { index } = await noteItem(editor, editors, before, { text: 'after', flag: 'relevant', tags: [] });
	// One refused as stale, one accepted; from then on none is refused.
	expect(index).toBe(entries + 1);
	await noteItem(editor, editors, before, { text: 'and again', flag: 'relevant', tags: [] });
	expect(await count()).toBe(entries + 3);
});

test('who stays reads old and new; who went opens neither grant nor detail of what came after', async () => {
	const { notes } = await caseMarks(editor, editors);
	expect(notes.map((one) => 'text' in one && one.text)).toEqual(['before', 'after', 'and again']);
	expect([...editors.secrets.keys()].sort()).toEqual([1, 2]);
	expect(secretAt(editors, 2)).toEqual(secretAt(open, 2));
	expect(await openCases(out)).toEqual([]);
	const { events } = await wholeHistory(lead, open, 'case', open.id);
	const rekeyed = events.find(({ entry }) => entry.statement.type === 'case.rekeyed')?.entry.statement;
	expect(JSON.stringify(rekeyed)).not.toContain(out.identity.keys.sign);
	expect(() => secretAt(outs, 2)).toThrow(expect.objectContaining({ code: 'wrong-key' }));
	expect(
		(
			await trySubmit(out, [
				{ type: 'case.vocabulary', fields: { case: open.id, generation: 2 }, detail: { to: open.key, fields: {} } },
			])
		)[0]?.skeleton.result,
	).toBe('denied:not-found');
});

test('with the whole database in hand, who went opens nothing that was sealed after, by any key they have', async () => {
	const rows = await live.sql(
		`select idx, convert_from(statement, 'UTF8') as statement, sealed from ledger.bodies
		where idx > (select idx from case_keys where generation = 2) order by idx`,
	);
	const keys = [...outs.secrets.values(), out.identity.box].map((secret) => createOpener(secret));
	const { grants, previous } = JSON.parse(
		(
			await live.sql(
				`select convert_from(statement, 'UTF8') as s from ledger.bodies where idx = (select idx from case_keys where generation = 2)`,
			)
		)[0]?.['s'] as string,
	) as { grants: { grant: string }[]; previous: string };
	const boxes = [
		...rows.flatMap(({ sealed }) => (sealed === null ? [] : [new Uint8Array(sealed as Uint8Array)])),
		...[previous, ...grants.map((one) => one.grant)].map(fromBase64),
	];
	expect(boxes.length).toBeGreaterThan(5);
	const any = { what: '', purpose: '', generation: 0 };
	// One note was sealed to the old key before its writer knew of the new one; it was refused.
	const opened = boxes.filter((box) => keys.some((open) => codeOf(() => open(box, any)) !== 'wrong-key'));
	const stale = await live.sql(`select idx from ledger.entries where skeleton like '%denied:stale%'`);
	expect(opened).toHaveLength(stale.length);
});

function codeOf(run: () => unknown): string | undefined {
	try {
		run();
		return undefined;
	} catch (error) {
		return isCustosError(error) ? error.code : undefined;
	}
}

test('a delivery that was under way goes on, and is read by all who are there', async () => {
	const under = await openIntake(editor, editors, { name: 'the second' });
	const item = await store(editor, editors, under, utf8('yard'));
	const older = { ...editors, key: { ...editors.key, generation: 2 } };
	await rekeyCase(lead, open, 'a telephone was stolen');
	await submit(editor, [receivedDraft(older, under, item)]);
	for (const [who, whose] of [
		[lead, open],
		[editor, editors],
	] as const) {
		const items = await catalogue(who, whose);
		expect(items.map((one) => [one.id, one.unreadable])).toEqual([
			[before, false],
			[item.id, false],
		]);
		for (const { id } of items) await openKey(who, whose, await itemEntries(who, id), 'original', 'to look');
	}
});

test('who is taken in later reads everything from the first on', async () => {
	await addMember(lead, open, await personOf(late), 'reader', 'Late');
	const whole = await theirs(late);
	expect([...whole.secrets.keys()].sort()).toEqual([1, 2, 3]);
	expect((await catalogue(late, whole)).every((one) => !one.unreadable)).toBe(true);
	expect((await caseMarks(late, whole)).notes).toHaveLength(3);
	expect(whole.title).toBe('a case');
});

test('who is suspended is left out of a new key, and given it by a lead once reinstated', async () => {
	await setSuspended(live.steward, editor.identity.keys.sign, true);
	expect(await rekeyCase(lead, open)).toEqual({ generation: 4, given: 2 });
	await setSuspended(live.steward, editor.identity.keys.sign, false);
	const cut = await theirs(editor);
	expect(lacksKey(cut)).toBe(true);
	expect([...cut.secrets.keys()].sort()).toEqual([1, 2, 3]);
	// What was written before is theirs; what they write is sealed to the new key.
	await noteItem(editor, cut, before, { text: 'without the key', flag: 'relevant', tags: [] });
	expect((await caseMarks(editor, cut)).notes.at(-1)).toMatchObject({ unreadable: true });
	expect((await caseMarks(lead, open)).notes.at(-1)).toMatchObject({ text: 'without the key' });

	expect(await giveKey(lead, open)).toEqual([editor.identity.keys.sign]);
	expect(await giveKey(lead, open)).toEqual([]);
	expect((await caseMarks(editor, cut)).notes.at(-1)).toMatchObject({ text: 'without the key' });
	expect(lacksKey(cut)).toBe(false);
});

test('new keys of a person: the old ones go, and the case gets a key they do not know', async () => {
	const anew = await live.enrol();
	const { sign } = late.identity.keys;
	const said = await renewMember(lead, open, await personOf(anew), { person: sign, role: 'reader', name: 'Late' });
	expect(said).toEqual({ generation: 5, given: 3 });
	expect([...(await theirs(anew)).secrets.keys()].sort()).toEqual([1, 2, 3, 4, 5]);
});

test('a key out of turn, for nobody of the case, or without the one who makes it, is refused', async () => {
	const key = toHex(platform.x25519Public(platform.randomBytes(32)));
	const rekeyed = (generation: number, people: readonly Connection[]) => ({
		type: 'case.rekeyed' as const,
		fields: {
			case: open.id,
			generation,
			key,
			previous: 'AAAA',
			grants: people.map((one) => ({ person: one.identity.keys.sign, grant: 'AAAA' })),
		},
	});
	const next = open.key.generation + 1;
	const said = await trySubmit(lead, [
		rekeyed(next + 1, [lead]),
		rekeyed(next - 1, [lead]),
		rekeyed(next, [editor]),
		rekeyed(next, [lead, lead]),
		rekeyed(next, [lead, out]),
		{
			type: 'case.key-granted',
			fields: { case: open.id, generation: next - 1, person: out.identity.keys.sign, grant: 'AAAA' },
		},
	]);
	expect(said.map((one) => one.skeleton.result)).toEqual([
		'denied:stale',
		'denied:stale',
		'denied:bad-request',
		'denied:bad-request',
		'denied:not-found',
		'denied:not-found',
	]);
	expect((await trySubmit(editor, [rekeyed(next, [editor])]))[0]?.skeleton.result).toBe('denied:denied');
});

test('the whole of it rebuilds', async () => {
	const result = await audit({
		databaseUrl: databaseUrl(live.database.connection),
		store: live.store,
		logKey: live.pin.log,
		signatures: true,
		objects: false,
	});
	expect(result).toMatchObject({ ok: true });
	expect(await live.sql('select generation from case_keys order by 1')).toHaveLength(4);
});
