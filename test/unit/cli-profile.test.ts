import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workFactor } from '../../src/cli/profile/work-factor.ts';
import { openProfile, profileFolder } from '../../src/cli/profile.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import type { Receipt } from '../../src/domain/ledger/receipt.ts';

const PASSPHRASE = 'four or five random words';
let root: string;
beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), 'custos-profile-'));
});
afterAll(() => rm(root, { recursive: true }));

const receipt = { index: 1, skeleton: '{}', salts: ['0'.repeat(64), '0'.repeat(64)], proof: 'p' } satisfies Receipt;
const signed = { bytes: utf8('{"a":1}'), signature: new Uint8Array(64) };

test('keys are sealed under the passphrase, open again, and are never overwritten', async () => {
	const profile = openProfile(join(root, 'keys'), 10);
	const identity = createIdentity();
	await profile.storeIdentity(identity, PASSPHRASE);
	expect(await profile.openIdentity(PASSPHRASE)).toEqual(identity);
	await expect(profile.openIdentity('another')).rejects.toMatchObject({ code: 'wrong-key' });
	await expect(profile.storeIdentity(createIdentity(), PASSPHRASE)).rejects.toMatchObject({ code: 'exists' });
	expect(await profile.openIdentity(PASSPHRASE)).toEqual(identity);
	expect((await stat(join(root, 'keys/identity.age'))).mode & 0o777).toBe(0o600);
	expect((await stat(join(root, 'keys'))).mode & 0o777).toBe(0o700);
	const decrypter = new Decrypter();
	decrypter.addPassphrase(PASSPHRASE);
	expect(JSON.parse(await decrypter.decrypt(await readFile(join(root, 'keys/identity.age')), 'text'))).toMatchObject({
		v: 1,
	});
});

test('names and invites lie sealed: no file of the folder shows them', async () => {
	const profile = openProfile(join(root, 'names'), 10);
	const identity = createIdentity();
	await profile.storeIdentity(identity, PASSPHRASE);
	await profile.contacts.change(identity, (all) => ({ ...all, [identity.keys.sign]: 'Vera Figner' }));
	expect(await profile.contacts.read(identity)).toEqual({ [identity.keys.sign]: 'Vera Figner' });
	for (const name of await readdir(join(root, 'names')))
		expect(await readFile(join(root, 'names', name), 'latin1')).not.toContain('Figner');
	await expect(profile.contacts.read(createIdentity())).rejects.toMatchObject({ code: 'wrong-key' });
});

test('a receipt torn by a crash spoils only its own line', async () => {
	const profile = openProfile(join(root, 'torn'), 10);
	await profile.keep([{ signed, receipt }]);
	const path = join(root, 'torn/receipts.jsonl');
	const whole = await readFile(path, 'utf8');
	await writeFile(path, `${whole}${whole.slice(0, 30)}`);
	await profile.keep([
		{ signed, receipt },
		{ signed, receipt },
	]);
	const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
	expect(lines).toHaveLength(4);
	expect([0, 2, 3].map((i) => JSON.parse(lines[i] as string))).toEqual(
		Array(3).fill({ statement: '{"a":1}', signature: expect.any(String), receipt }),
	);
});

test('the checkpoint is kept; a damaged file is named, not taken for a first start', async () => {
	const profile = openProfile(join(root, 'seen'), 10);
	expect(await profile.checkpoint()).toBeUndefined();
	const checkpoint = { origin: 'custos/1', size: 7, root: new Uint8Array(32).fill(3) };
	await profile.saveCheckpoint(checkpoint);
	expect(await openProfile(join(root, 'seen'), 10).checkpoint()).toEqual(checkpoint);
	await writeFile(join(root, 'seen/checkpoint.json'), '');
	await expect(profile.checkpoint()).rejects.toMatchObject({ code: 'damaged' });
});

test('the folder: as named, else by the environment, else where the system keeps settings', () => {
	expect(profileFolder('/a', { CUSTOS_PROFILE: '/b' })).toBe('/a');
	expect(profileFolder(undefined, { CUSTOS_PROFILE: '/b' })).toBe('/b');
	expect(profileFolder(undefined, { XDG_CONFIG_HOME: '/c', HOME: '/d' })).toBe('/c/custos');
	expect(profileFolder(undefined, { HOME: '/d' })).toBe('/d/.config/custos');
});

test('the work factor is checked', () => {
	expect(workFactor({})).toBe(16);
	expect(workFactor({ CUSTOS_SCRYPT_LOGN: '10' })).toBe(10);
	for (const wrong of ['9', '21', 'x', '12.5'])
		expect(() => workFactor({ CUSTOS_SCRYPT_LOGN: wrong })).toThrow(/10 to 20/);
});
