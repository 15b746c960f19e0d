import { afterAll, beforeAll, expect, test } from 'vitest';
import { approveProposal } from '../../src/client/agreed-acts.ts';
import { caseMembers } from '../../src/client/case/members.ts';
import { addMember, changeRole, type OpenCase, openCases, renewMember } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { approve, bring, findPerson, invite, join, joinRequests, roster } from '../../src/client/people.ts';
import type { ArchiveRole } from '../../src/domain/roles.ts';
import { type Live, openCase, startLive } from './live.ts';

// A forgotten passphrase: new keys, the steward's word whose they are, and the case sealed to them.

let live: Live;
let lead: Connection;
let old: Connection;
let open: OpenCase;
beforeAll(async () => {
	live = await startLive();
	[lead, old] = [await live.enrol(), await live.enrol()];
	open = await openCase(lead);
	await addMember(lead, open, await findPerson(lead, old.identity.keys.sign), 'editor', 'Anna');
});
afterAll(() => live?.close());

const book = (who: Connection) => caseMembers(who, open);

/** Joins with new keys and is approved as who had `formerly`. */
async function joinAnew(formerly: string, role: ArchiveRole = 'member'): Promise<Connection> {
	const [identity, letter] = [createIdentity(), await invite(live.steward, role)];
	await join(letter, identity, 'Anna');
	const request = (await joinRequests(live.steward, [letter])).find((one) => one.genuine);
	await approve(live.steward, request as NonNullable<typeof request>, role, formerly);
	return live.connect(identity);
}

test('the ledger says whose new keys they are, and a lead gives them the case', async () => {
	const renewed = await joinAnew(old.identity.keys.sign);
	expect(await openCases(renewed)).toEqual([]);
	const { people, invites } = await roster(lead);
	const shown = people.find((one) => one.keys.sign === renewed.identity.keys.sign);
	expect(shown).toMatchObject({ formerly: old.identity.keys.sign, suspended: false });
	expect(shown?.since?.entry).toBeGreaterThan(0);
	expect(invites.at(-1)).toMatchObject({ by: live.steward.identity.keys.sign, used: true, role: 'member' });

	const member = (await book(lead)).find((one) => one.person === old.identity.keys.sign);
	await renewMember(lead, open, shown as NonNullable<typeof shown>, member as NonNullable<typeof member>);
	expect((await openCases(renewed)).map((one) => [one.id, one.role])).toEqual([[open.id, 'editor']]);
	expect((await book(renewed)).map((one) => [one.name, one.role, one.active])).toEqual([
		['', 'lead', true],
		['Anna', 'editor', false],
		['Anna', 'editor', true],
	]);
});

test('nobody is taken in as somebody who never was here', async () => {
	await expect(joinAnew('ab'.repeat(32))).rejects.toMatchObject({ code: 'denied' });
});

test('a member gets another role by going out and in again', async () => {
	const reader = await live.enrol();
	const person = await findPerson(lead, reader.identity.keys.sign);
	await addMember(lead, open, person, 'reader', 'Boris');
	await changeRole(lead, open, person, 'editor', 'Boris');
	expect(await openCases(reader)).toMatchObject([{ id: open.id, role: 'editor' }]);
	expect(await book(lead)).toContainEqual({
		person: reader.identity.keys.sign,
		name: 'Boris',
		role: 'editor',
		active: true,
	});
});

test('a steward with two devices agrees once, whichever they use, and every reader counts so', async () => {
	const second = await live.enrol('steward');
	const anew = await joinAnew(second.identity.keys.sign, 'steward');
	await expect(bring(live.steward, { type: 'threshold.changed', threshold: 3 })).rejects.toMatchObject({
		code: 'conflict',
	});
	await bring(live.steward, { type: 'threshold.changed', threshold: 2 });
	const byOther = async (one: Connection) => {
		const standing = await roster(one);
		const open = standing.proposals.find(({ state }) => state === 'open');
		return approveProposal(one, standing, open as NonNullable<typeof open>);
	};
	expect(await byOther(anew)).toMatchObject({ done: true });

	const out = { type: 'person.suspended' as const, person: live.steward.identity.keys.sign };
	await expect(bring(anew, out), 'one person would be left').rejects.toMatchObject({ threshold: 2 });
	const act = { type: 'person.suspended' as const, person: second.identity.keys.sign };
	expect(await bring(anew, act)).toMatchObject({ done: false, approvals: 1, needed: 2 });
	expect(await bring(second, act)).toMatchObject({ done: false, approvals: 1, needed: 2 });
	const [waiting] = (await roster(second)).proposals.filter(({ state }) => state === 'open');
	expect(waiting?.approvals).toEqual([anew.identity.keys.sign]);
	expect(await byOther(live.steward)).toMatchObject({ done: true });
});
