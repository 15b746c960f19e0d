import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decrypter, Encrypter } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concat } from '../../src/domain/bytes.ts';
import { encodeRecipient, encodeSecretKey } from '../../src/domain/envelope/age-keys.ts';
import { sealChunks } from '../../src/domain/envelope/body.ts';
import { sealPrefix } from '../../src/domain/envelope/prefix.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { needs, onPath } from '../system/needs.ts';
import { readAgeFile } from './age-files.ts';

const secrets = { item: platform.randomBytes(32), recovery: platform.randomBytes(32) };
const recipients = [platform.x25519Public(secrets.item), platform.x25519Public(secrets.recovery)];
const sizes = [0, 1, 65_536, 65_537, 3 * 65_536 + 5];

function seal(plaintext: Uint8Array): Uint8Array {
	const { prefix, payloadKey } = sealPrefix({ fileKey: platform.randomBytes(16), recipients });
	return concat(prefix, sealChunks(payloadKey, plaintext, 0, true));
}

describe('npm age-encryption', () => {
	it.each(sizes)('opens ours and we open its: %i bytes', async (size) => {
		const plaintext = platform.randomBytes(size);
		for (const secret of Object.values(secrets)) {
			const decrypter = new Decrypter();
			decrypter.addIdentity(encodeSecretKey(secret));
			expect(new Uint8Array(await decrypter.decrypt(seal(plaintext)))).toEqual(plaintext);
		}
		const encrypter = new Encrypter();
		for (const recipient of recipients) encrypter.addRecipient(encodeRecipient(recipient));
		expect(await readAgeFile(await encrypter.encrypt(plaintext), secrets.recovery)).toEqual(plaintext);
	});
});

describe('the age command, as Debian has it', () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'custos-age-'));
	});
	afterAll(() => {
		rmSync(folder, { recursive: true });
	});

	it.for(sizes)('opens ours, by item key and by recovery key, and we open its: %i bytes', async (size, { skip }) => {
		needs(onPath('age'), 'age', skip);
		const plaintext = platform.randomBytes(size);
		const at = (name: string) => join(folder, name);
		writeFileSync(at('f.age'), seal(plaintext));
		for (const secret of Object.values(secrets)) {
			writeFileSync(at('key'), `${encodeSecretKey(secret)}\n`);
			const opened = execFileSync('age', ['-d', '-i', at('key'), at('f.age')]);
			expect(new Uint8Array(opened)).toEqual(plaintext);
		}
		writeFileSync(at('g'), plaintext);
		const to = recipients.flatMap((recipient) => ['-r', encodeRecipient(recipient)]);
		execFileSync('age', [...to, '-o', at('g.age'), at('g')]);
		expect(await readAgeFile(readFileSync(at('g.age')), secrets.item)).toEqual(plaintext);
		rmSync(at('g.age'));
	});
});
