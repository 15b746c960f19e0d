import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bytes, utf8 } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { timeRequest } from '../../src/domain/time/time-request.ts';
import { certificatesIn, openTimeToken } from '../../src/domain/time/time-token.ts';
import { needs } from './needs.ts';
import { opensslThere, type TimeAuthority, timeAuthority } from './time-authority.ts';

/** Time tokens of a real authority (`openssl ts`), read by us and by openssl: both must say the same. */

const run = promisify(execFile);
const data = utf8('a checkpoint\n');
const nonce = platform.randomBytes(8);

let authority: TimeAuthority;
let other: TimeAuthority;
let tsr: Bytes;
beforeAll(async () => {
	if (!opensslThere) return;
	[authority, other] = await Promise.all([timeAuthority(), timeAuthority('Another Time')]);
	tsr = new Uint8Array(await authority.stamp(timeRequest(platform.sha256(data), nonce)));
	await writeFile(join(authority.folder, 'data'), data);
});
afterAll(async () => {
	await Promise.all([authority?.close(), other?.close()]);
});

/** What `openssl ts -verify` says of an answer over a file in the authority's folder. */
async function openssl(answer: Uint8Array, ca: TimeAuthority, what = data): Promise<boolean> {
	const { folder } = authority;
	await Promise.all([writeFile(join(folder, 'given.tsr'), answer), writeFile(join(folder, 'given'), what)]);
	const args = ['ts', '-verify', '-data', 'given', '-in', 'given.tsr', '-CAfile', join(ca.folder, 'ca.pem')];
	return run('openssl', args, { cwd: folder }).then(
		() => true,
		() => false,
	);
}

test('an answer opens to the time, the clock’s accuracy and who says so, as openssl shows it', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const token = await openTimeToken(tsr, data, { nonce, roots: certificatesIn(authority.ca) });
	expect(token).toMatchObject({
		accuracyMs: 1500,
		policy: '1.2.3.4.1',
		authority: 'O=Example Time, CN=Example Time Signer',
	});
	expect(await openssl(tsr, authority)).toBe(true);
	const { stdout } = await run('openssl', ['ts', '-reply', '-in', 'given.tsr', '-text'], { cwd: authority.folder });
	const said = /^Time stamp: (.+)$/m.exec(stdout)?.[1] ?? '';
	expect(new Date(token.time).getTime()).toBe(new Date(said).getTime());
	expect(stdout).toContain(`Serial number: 0x${token.serial.toUpperCase()}`);
	const printed = await run('openssl', ['x509', '-in', 'signer.pem', '-noout', '-fingerprint', '-sha256'], {
		cwd: authority.folder,
	});
	expect(printed.stdout.trim().replaceAll(':', '').toLowerCase().endsWith(token.certificate)).toBe(true);
});

test('the request is the one openssl makes of the same bytes', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	await writeFile(
		join(authority.folder, 'our.tsq'),
		timeRequest(platform.sha256(data), new Uint8Array([0, 0x80, 1, 2, 3, 4, 5, 6])),
	);
	const { stdout } = await run('openssl', ['ts', '-query', '-in', 'our.tsq', '-text'], { cwd: authority.folder });
	expect(stdout).toContain('Hash Algorithm: sha256');
	expect(stdout).toContain('Nonce: 0x80010203040506');
	expect(stdout).toContain('Certificate required: yes');
});

test('other bytes, another request, another authority are refused, by us and by openssl', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const others = utf8('another checkpoint\n');
	await expect(openTimeToken(tsr, others)).rejects.toThrow('over other bytes');
	expect(await openssl(tsr, authority, others)).toBe(false);
	await expect(openTimeToken(tsr, data, { nonce: platform.randomBytes(8) })).rejects.toThrow('another request');
	await expect(openTimeToken(tsr, data, { roots: certificatesIn(other.ca) })).rejects.toThrow('certificates you trust');
	expect(await openssl(tsr, other)).toBe(false);
});

test('no bit that is bent changes what a token says: those that go through are of certificates nobody needs', async ({
	skip,
}) => {
	needs(opensslThere, 'openssl', skip);
	const roots = certificatesIn(authority.ca);
	const said = await openTimeToken(tsr, data, { nonce, roots });
	let refused = 0;
	for (let at = 0; at < tsr.length; at += 3) {
		const bent = tsr.slice();
		bent[at] = (bent[at] as number) ^ (1 << (at % 8));
		const opened = await openTimeToken(bent, data, { nonce, roots }).catch(() => undefined);
		if (opened === undefined) refused += 1;
		else expect(opened, `byte ${at}`).toEqual(said);
	}
	expect(refused).toBeGreaterThan(0.2 * tsr.length);
});

test('a signer that may do more, or something else, or is not named, is no time authority', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const good = await authority.resign(tsr, 'critical,timeStamping');
	expect(await openTimeToken(new Uint8Array(good), data, { nonce })).toMatchObject({
		authority: 'O=Example Time, CN=Example Time Other',
	});
	for (const usage of ['serverAuth', 'timeStamping', 'critical,timeStamping,serverAuth']) {
		const wrong = await authority.resign(tsr, usage);
		await expect(openTimeToken(new Uint8Array(wrong), data), usage).rejects.toThrow('not for time stamping alone');
		expect(await openssl(wrong, authority), usage).toBe(false);
	}
	const unnamed = await authority.resign(tsr, 'critical,timeStamping', { cades: false });
	await expect(openTimeToken(new Uint8Array(unnamed), data)).rejects.toThrow('does not name the certificate');
});

test('a refusal and what is no answer at all are said to be that', async ({ skip }) => {
	needs(opensslThere, 'openssl', skip);
	const refusal = await authority.stamp(new Uint8Array([0x30, 0]));
	await expect(openTimeToken(new Uint8Array(refusal), data)).rejects.toThrow('is a refusal');
	await expect(openTimeToken(utf8('<html>'), data)).rejects.toThrow('cannot be read');
	await expect(openTimeToken(new Uint8Array([...tsr, 0]), data)).rejects.toThrow('cannot be read');
});
