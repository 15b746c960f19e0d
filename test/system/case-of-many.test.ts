import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteItem } from '../../src/client/case/mark.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import { lacksKey, secretAt } from '../../src/client/case-keys.ts';
import { addMember, type OpenCase, openCases, removeMember } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { findPerson } from '../../src/client/people.ts';
import { rekeyCase } from '../../src/client/rekey.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { MAX_GRANTS } from '../../src/domain/ledger/statement.ts';
import { deposit } from './live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

// A case of more members than one statement has room for: each of them is given every new key, while members come and go.

const MANY = MAX_GRANTS + 3;
let live: Live;
let [lead, open]: [Connection, OpenCase] = [] as never;
let members: Connection[];
let item: string;

beforeAll(async () => {
	live = await startLive();
	await enrolWorker(live);
	lead = await live.enrol();
	members = [];
	for (let i = 1; i < MANY; i++) members.push(await live.enrol());
	open = await openCase(
		lead,
		members.map((one) => [one, 'reader'] as const),
	);
	item = (await deposit(lead, open, await openIntake(lead, open, {}), utf8('gate'))).id;
}, 300_000);
afterAll(() => live?.close());

const theirs = async (who: Connection): Promise<OpenCase | undefined> =>
	(await openCases(who)).find((one) => one.id === open.id);

/** Everybody who is in the case reads what was written last; by how many statements they were given its key. */
async function allRead(text: string, who: readonly Connection[]): Promise<void> {
	await noteItem(lead, open, item, { text, flag: 'relevant', tags: [] });
	for (const one of who) {
		const own = (await theirs(one)) as OpenCase;
		expect([lacksKey(own), secretAt(own, open.key.generation)]).toEqual([false, secretAt(open, open.key.generation)]);
	}
	const last = who.at(-1) as Connection;
	const { notes } = await caseMarks(last, (await theirs(last)) as OpenCase);
	expect(notes.at(-1)).toMatchObject({ text });
}

async function granted(generation: number): Promise<{ inOne: number; after: number }> {
	const said = `convert_from(b.statement, 'UTF8')::json`;
	const [row] = await live.sql(
		`select (select json_array_length(${said}->'grants') from ledger.bodies b
				where ${said}->>'type' = 'case.rekeyed' and (${said}->>'generation')::int = $1) as "inOne",
			(select count(*)::int from ledger.bodies b
				where ${said}->>'type' = 'case.key-granted' and (${said}->>'generation')::int = $1) as after`,
		[generation],
	);
	return row as { inOne: number; after: number };
}

test('one goes: all who stay have the new key, those there is no room for by statements of their own', async () => {
	const [out, ...stay] = members as [Connection, ...Connection[]];
	const before = (await theirs(out)) as OpenCase;
	expect(await removeMember(lead, open, out.identity.keys.sign)).toEqual({ generation: 2, given: MANY - 1 });
	expect(await granted(2)).toEqual({ inOne: MAX_GRANTS, after: MANY - 1 - MAX_GRANTS });
	await allRead('after one went', stay);
	expect(await theirs(out)).toBeUndefined();
	expect([...before.secrets.keys()]).toEqual([1]);
	members = stay;
}, 300_000);

test('two come, one goes, and the key is changed by hand: everybody reads all of it', async () => {
	const come = [await live.enrol(), await live.enrol()];
	for (const one of come)
		await addMember(lead, open, await findPerson(lead, one.identity.keys.sign), 'reader', 'somebody new');
	members = [...members, ...come];
	const out = members[7] as Connection;
	members = members.filter((one) => one !== out);
	expect(await removeMember(lead, open, out.identity.keys.sign)).toEqual({ generation: 3, given: MANY });
	await allRead('after two came and one went', members);
	expect(await rekeyCase(lead, open, 'a telephone was stolen')).toEqual({ generation: 4, given: MANY });
	expect(await granted(4)).toEqual({ inOne: MAX_GRANTS, after: MANY - MAX_GRANTS });
	await allRead('by hand', members);
	expect([...((await theirs(come[1] as Connection)) as OpenCase).secrets.keys()].sort()).toEqual([1, 2, 3, 4]);
}, 300_000);
