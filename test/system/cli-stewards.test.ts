import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProfile } from '../../src/cli/profile.ts';
import { custos } from '../../src/cli/program.ts';
import { type Live, startLive } from './live.ts';

// Two of three stewards, from the command line: one founded the archive, and shares the power with two others.

let live: Live;
let folder: string;
const passphrase = 'a passphrase for all of them';

beforeAll(async () => {
	live = await startLive();
	folder = await mkdtemp(join(tmpdir(), 'custos-stewards-'));
	const vera = openProfile(join(folder, 'vera'), 10);
	await vera.savePin(live.pin);
	await vera.storeIdentity(live.steward.identity, passphrase);
});
afterAll(async () => {
	await live?.close();
	if (folder !== undefined) await rm(folder, { recursive: true });
});

async function run(person: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
	let [out, err] = ['', ''];
	const code = await custos(['--home', join(folder, person), ...args], {
		out: (text) => {
			out += text;
		},
		err: (text) => {
			err += text;
		},
		env: { CUSTOS_PASSPHRASE: passphrase, CUSTOS_SCRYPT_LOGN: '10', LANG: 'C' },
		terminal: false,
		width: () => 100,
		read: async () => '',
		signal: new AbortController().signal,
	});
	return { code, out, err };
}

async function json(person: string, ...args: string[]): Promise<{ [name: string]: unknown }> {
	const ran = await run(person, '--json', ...args);
	expect(ran, args.join(' ')).toMatchObject({ code: 0 });
	return JSON.parse(ran.out) as { [name: string]: unknown };
}

/** Somebody asks to be let in by an invite of Vera's; returns their key. */
async function asks(name: string, role: string): Promise<string> {
	const { invite } = await json('vera', 'invite', '--role', role, '--name', name);
	const { person } = await json(name, 'join', String(invite), '--name', name);
	return String(person);
}
async function find(key: string): Promise<unknown> {
	const { people } = (await json('vera', 'people')) as { people: { person: string }[] };
	return people.find((one) => one.person === key);
}

let [anna, boris, olga] = ['', '', ''];

test('with one steward, it is said plainly that one alone decides', async () => {
	expect((await run('vera', 'threshold', 'show')).out).toContain('1 of 1: one steward alone decides.');
	expect(await run('vera', 'threshold', 'set', '2')).toMatchObject({ code: 1 });
	expect(await run('vera', 'threshold', 'set', 'two')).toMatchObject({ code: 2 });
});

test('two more stewards, then two must agree: the second agrees to that as well', async () => {
	[anna, boris] = [await asks('anna', 'steward'), await asks('boris', 'steward')];
	expect((await run('vera', 'approve', '--all')).out).toContain('Enrolled');
	const proposed = await run('vera', 'threshold', 'set', '2');
	expect(proposed).toMatchObject({ code: 0, out: expect.stringContaining('1 of 2 stewards agree') });
	const id = /proposals approve ([0-9a-f]{8})/.exec(proposed.out)?.[1] ?? '';
	expect((await run('anna', 'proposals')).out).toContain('2 stewards must agree');
	expect((await run('anna', 'proposals', 'approve', id)).code, 'nobody is there to be asked').not.toBe(0);
	const done = await run('anna', 'proposals', 'approve', id, '--yes');
	expect(done).toMatchObject({ code: 0, out: expect.stringContaining('Done, entry') });
	expect((await run('boris', 'threshold', 'show')).out).toContain('2 of 3 stewards');
});

test('one proposes to let somebody in; another compares the fingerprint, agrees, and with that it is done', async () => {
	olga = await asks('olga', 'member');
	const proposed = await run('vera', 'approve', 'olga');
	expect(proposed).toMatchObject({ code: 0, out: expect.stringContaining('1 of 2 stewards agree') });
	expect(await find(olga)).toBeUndefined();
	expect((await json('vera', 'approve', 'olga'))['proposed'], 'asked again, it is the same').toHaveLength(1);
	const { proposals } = (await json('boris', 'proposals')) as { proposals: { id: string }[] };
	expect(proposals).toMatchObject([{ approvals: [expect.any(String)], needed: 2, state: 'open' }]);
	const ran = await run('boris', 'proposals', 'approve', proposals[0]?.id ?? '', '--yes');
	expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('Done, entry') });
	expect(ran.err).toContain('by voice');
	expect(await find(olga)).toMatchObject({ role: 'member', suspended: false });
	expect(await json('boris', 'proposals')).toEqual({ proposals: [] });
});

test('a member is suspended by one at once; the way back takes two', async () => {
	expect(await json('boris', 'suspend', olga)).toMatchObject({ suspended: true });
	const back = await json('boris', 'reinstate', olga);
	expect(back).toMatchObject({ done: false, approvals: 1, needed: 2 });
	expect(await run('vera', 'proposals', 'withdraw', String(back['proposal']))).toMatchObject({ code: 4 });
	expect(await json('vera', 'proposals', 'approve', String(back['proposal']), '--yes')).toMatchObject({ done: true });
	expect(await find(olga)).toMatchObject({ suspended: false });
});

test('a steward is suspended by two, and not when too few would be left', async () => {
	const { proposal } = await json('vera', 'suspend', boris);
	expect(await json('vera', 'proposals', 'withdraw', String(proposal))).toMatchObject({ withdrawn: true });
	expect(await run('anna', 'proposals', 'approve', String(proposal), '--yes')).toMatchObject({ code: 1 });
	const again = await json('vera', 'suspend', boris);
	expect(again).toMatchObject({ done: false, needed: 2 });
	expect(await json('anna', 'suspend', boris), 'to type the same is to agree').toMatchObject({ suspended: true });
	const { proposals } = await json('vera', 'proposals', '--all');
	expect(proposals).toEqual(
		expect.arrayContaining([
			expect.objectContaining({ id: again['proposal'], state: 'done' }),
			expect.objectContaining({ id: proposal, state: 'withdrawn' }),
		]),
	);
	expect(await run('vera', 'suspend', anna)).toMatchObject({ code: 1, err: expect.stringContaining('fewer') });
	expect((await run('vera', 'people')).out).toContain('2 of 2 stewards');
});
