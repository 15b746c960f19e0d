import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIdentity } from '../../src/client/identity.ts';
import { approve, invite, join, joinRequests, roster, withdrawInvite } from '../../src/client/people.ts';
import { type Live, startLive } from './live.ts';

let live: Live;
beforeAll(async () => {
	live = await startLive();
});
afterAll(() => live.close());

test('a refused request is gone from the inbox, its invite opens nothing, and the ledger says so', async () => {
	const letter = await invite(live.steward, 'member');
	await join(letter, createIdentity(), 'somebody');
	const [request] = await joinRequests(live.steward, [letter]);
	if (request === undefined) throw new Error('the request is not there');
	await withdrawInvite(live.steward, letter.invite);
	expect(await joinRequests(live.steward, [letter])).toEqual([]);
	// The steward who had the request before their eyes cannot approve it any more either.
	await expect(approve(live.steward, request, 'member')).rejects.toMatchObject({ code: 'denied' });
	const { invites } = await roster(live.steward);
	expect(invites.find((one) => one.id === letter.invite)).toMatchObject({ used: false, withdrawn: true });
});

test('nobody gets a place in the inbox by a withdrawn invite, and is told what everybody is told', async () => {
	const letter = await invite(live.steward, 'member');
	await withdrawInvite(live.steward, letter.invite);
	await join(letter, createIdentity(), 'somebody');
	expect(await joinRequests(live.steward, [letter])).toEqual([]);
});

test('an invite is withdrawn once, not after it was used, and only by a steward', async () => {
	const letter = await invite(live.steward, 'member');
	const member = await live.enrol();
	await expect(withdrawInvite(member, letter.invite)).rejects.toMatchObject({ code: 'denied' });
	await withdrawInvite(live.steward, letter.invite);
	await expect(withdrawInvite(live.steward, letter.invite)).rejects.toMatchObject({ code: 'denied' });
	await expect(withdrawInvite(live.steward, 'ab'.repeat(16))).rejects.toMatchObject({ code: 'denied' });
	const used = (await roster(live.steward)).invites.find((one) => one.used);
	await expect(withdrawInvite(live.steward, used?.id ?? '')).rejects.toMatchObject({ code: 'denied' });
});
