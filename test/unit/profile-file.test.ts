import { expect, test } from 'vitest';
import { createIdentity } from '../../src/client/identity.ts';
import { packProfile, unpackProfile } from '../../src/client/profile/profile-file.ts';
import { createProfile } from '../../src/client/profile.ts';
import { newPassphrase, normalPassphrase } from '../../src/client/word-passphrase.ts';
import { text, utf8 } from '../../src/domain/bytes.ts';
import { filesInMemory } from '../browser/carried-profile.ts';

const PASSPHRASE = 'seven words of a test';

test('a profile carried in a file opens elsewhere with the same keys, names and receipts', async () => {
	const [here, there] = [filesInMemory(), filesInMemory()];
	const identity = createIdentity();
	const profile = createProfile(here, 10);
	await profile.storeIdentity(identity, PASSPHRASE);
	await profile.contacts.change(identity, () => ({ [identity.keys.sign]: 'Vera Figner' }));
	await here.append('receipts.jsonl', '{"a":1}\n');
	const packed = await packProfile(here);
	expect(packed).not.toContain('Figner');
	await expect(unpackProfile(utf8(packed), 'another')).rejects.toMatchObject({ code: 'wrong-key' });
	const opened = await unpackProfile(utf8(packed), PASSPHRASE);
	expect(opened.identity).toEqual(identity);
	await opened.writeTo(there);
	expect(await createProfile(there, 10).contacts.read(identity)).toEqual({ [identity.keys.sign]: 'Vera Figner' });
	expect(text((await there.read('receipts.jsonl')) as Uint8Array)).toBe('{"a":1}\n');
});

test('what is no profile is refused, and names of other files are', async () => {
	await expect(packProfile(filesInMemory())).rejects.toMatchObject({ code: 'not-found' });
	for (const file of ['', 'x', '{}', '{"custos":"profile","v":1,"files":{"../../etc/passwd":"AA=="}}'])
		await expect(unpackProfile(utf8(file), PASSPHRASE), file).rejects.toMatchObject({ code: 'bad-request' });
});

test('a generated passphrase has seven words, and is recognised however it is typed', () => {
	const passphrase = newPassphrase();
	expect(passphrase.split(' ')).toHaveLength(7);
	expect(normalPassphrase(` ${passphrase.toUpperCase().replaceAll(' ', '\n ')} `)).toBe(passphrase);
	expect(normalPassphrase('My own  Passphrase')).toBe('My own  Passphrase');
	const draws = [255, 255, 0, 0].values();
	const first = newPassphrase((size) => Uint8Array.from({ length: size }, () => draws.next().value ?? 0));
	expect(first).toBe(Array.from({ length: 7 }, () => 'abacus').join(' '));
});
