import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMember, openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { findPerson } from '../../src/client/people.ts';
import { answers } from '../../src/domain/wire.ts';
import { type Live, openCase, startLive } from '../system/live.ts';

// 33, the other way round: somebody takes a person into many cases with as much beside each as fits. No answer grows beyond
// bounds, and nothing is lost of it.

const CASES = 50;
let live: Live;
let member: Connection;
const made: string[] = [];

beforeAll(async () => {
	live = await startLive();
	const lead = await live.enrol();
	member = await live.enrol();
	const them = await findPerson(lead, member.identity.keys.sign);
	const name = 'n'.repeat(190_000);
	for (let i = 0; i < CASES; i++) {
		const open = await openCase(lead, [], `C${String.fromCharCode(65 + Math.floor(i / 26), 65 + (i % 26))}`);
		await addMember(lead, open, them, 'reader', name);
		made.push(open.id);
	}
}, 300_000);
afterAll(() => live.close());

test('one’s cases come in as many answers as it takes, none twice and none left out', async () => {
	const first = await member.ask(answers.cases, '/v1/cases');
	expect(first.cases.length).toBeLessThan(CASES);
	expect(first.next).not.toBeNull();
	expect((await openCases(member)).map((one) => one.id)).toEqual(made);
});

test('an archive that shows the same answer for ever is refused', async () => {
	const through = Object.assign(Object.create(member) as Connection, {
		ask: (async (shape, path, options) =>
			member.ask(shape, path.replace(/after=.*/, 'after=-1'), options)) as Connection['ask'],
	});
	await expect(openCases(through)).rejects.toMatchObject({ code: 'bad-proof' });
});

test('the members of a case too', async () => {
	const members = await member.ask(answers.members, `/v1/cases/${made[0]}/members`);
	expect(members.members).toHaveLength(2);
	expect(members.next).toBeNull();
	const [first] = members.members;
	const after = await member.ask(answers.members, `/v1/cases/${made[0]}/members?after=${first?.joined.receipt.index}`);
	expect(after.members).toEqual(members.members.slice(1));
});
