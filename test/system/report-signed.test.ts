import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { readSigner } from '../../src/report/node/certificate.ts';
import type { PaperSigner } from '../../src/report/seal/paper-signer.ts';
import { selfMadeSigner } from '../../src/report/seal/self-made.ts';
import { paperOf } from '../unit/report-paper.ts';
import { people } from '../unit/report-story.ts';
import { needs, onPath } from './needs.ts';
import {
	EC_KEY,
	makeCertificate,
	opensslCades,
	opensslStamp,
	padesPackages,
	padesThere,
	pdfsig,
	RSA_KEY,
	stampOf,
} from './pades-tools.ts';
import { faultsAsPdfA, preflightPackages, preflightThere } from './preflight.ts';

const run = promisify(execFile);
const selfMade = selfMadeSigner(people.lead.seed, people.lead.sign);

let home: string;
const at = (name: string): string => join(home, name);
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-signed-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function signed(name: string, signer: PaperSigner, language: 'en' | 'ru' = 'en'): Promise<Uint8Array> {
	const { pdf } = await paperOf({ language, signer });
	await writeFile(at(name), pdf);
	return pdf;
}

/** The paper's words in reading order, its lines joined. */
async function wordsOf(name: string): Promise<string> {
	return (await run('pdftotext', [at(name), '-'])).stdout.replace(/\s+/g, ' ');
}
const SAID = {
	en: [
		'The certificate was made by the program itself from the key of the issuer: no authority vouches for the name in it.',
		'The certificate was provided by the organisation that issues this report.',
	],
	ru: [
		'Сертификат изготовлен самой программой из ключа составителя: имя в нём никем не удостоверено.',
		'Сертификат предоставлен организацией, выдавшей отчёт.',
	],
} as const;

describe('under the self-made certificate', () => {
	let pdf: Uint8Array;
	beforeAll(async () => {
		pdf = await signed('self.pdf', selfMade, 'ru');
		await writeFile(at('self.pem'), new X509Certificate(selfMade.certificates[0]).toString());
	});

	test('pdfsig and openssl find the whole paper signed, and trust it when they are given the certificate', async ({
		skip,
	}) => {
		needs(padesThere, padesPackages, skip);
		const told = await pdfsig(home, at('self.pdf'), at('self.pem'));
		for (const line of [
			'Signature Type: ETSI.CAdES.detached',
			'Signing Time: Mar 02 2026 09:30:00',
			'Total document signed',
			'Signature is Valid.',
			'Certificate is Trusted.',
		])
			expect(told).toContain(line);
		expect(await pdfsig(home, at('self.pdf'), undefined)).toContain("Certificate issuer isn't Trusted.");
		await opensslCades(home, pdf, at('self.pem'));
	});

	test('a byte that was altered is found', async ({ skip }) => {
		needs(padesThere, padesPackages, skip);
		const bent = Uint8Array.from(pdf);
		bent[1000] = (bent[1000] as number) ^ 1;
		await writeFile(at('bent.pdf'), bent);
		expect(await pdfsig(home, at('bent.pdf'), at('self.pem'))).toContain('Digest Mismatch');
		await expect(opensslCades(home, bent, at('self.pem'))).rejects.toThrow();
	});

	test('the paper stays PDF/A-1b', async ({ skip }) => {
		needs(preflightThere, preflightPackages, skip);
		expect(await faultsAsPdfA(at('self.pdf'))).toBe('');
	});

	test.for(['en', 'ru'] as const)(
		'the paper says in words that the program made it (%s)',
		async (language, { skip }) => {
			needs(onPath('pdftotext'), 'poppler-utils', skip);
			await signed(`self-${language}.pdf`, selfMade, language);
			const [bySelf, given] = SAID[language];
			const words = await wordsOf(`self-${language}.pdf`);
			expect(words).toContain(bySelf);
			expect(words).not.toContain(given);
		},
	);

	test('the certificate is the same whenever it is made, and the report names it', async () => {
		expect(selfMadeSigner(people.lead.seed, people.lead.sign).certificates).toEqual(selfMade.certificates);
		expect(selfMadeSigner(people.reader.seed, people.reader.sign).certificates).not.toEqual(selfMade.certificates);
		const { report } = await paperOf({ signer: selfMade });
		expect(report.certification.seal).toEqual({
			kind: 'self-made',
			subject: `Custos P-${people.lead.sign.slice(0, 8)}`,
			certificate: toHex(platform.sha256(selfMade.certificates[0])),
			validUntil: null,
		});
	});
});

describe('under an organisation’s own certificate', () => {
	const never = (): Promise<string> => Promise.reject(new Error('nothing is sealed'));
	const said = (word: string) => (): Promise<string> => Promise.resolve(word);
	beforeAll(async () => {
		if (!padesThere) return;
		await makeCertificate(home, 'ec', EC_KEY);
		await makeCertificate(home, 'rsa', RSA_KEY);
		await makeCertificate(home, 'old', EC_KEY, '-1');
		await run('openssl', ['pkcs8', '-topk8', '-in', at('ec.key'), '-out', at('sealed.key'), '-passout', 'pass:moth']);
		const both = ['-inkey', at('ec.key'), '-in', at('ec.pem'), '-certfile', at('ec-ca.pem')];
		await run('openssl', ['pkcs12', '-export', ...both, '-out', at('ec.p12'), '-passout', 'pass:moth']);
		await run('openssl', ['pkcs12', '-export', ...both, '-out', at('ru.p12'), '-passout', 'pass:ночной мотылёк']);
		await run('openssl', ['ec', '-in', at('ec.key'), '-out', at('sec1.key')]);
		await run('openssl', ['ec', '-in', at('ec.key'), '-aes256', '-out', at('old-way.key'), '-passout', 'pass:moth']);
		await run('openssl', ['rsa', '-in', at('rsa.key'), '-traditional', '-out', at('pkcs1.key')]);
		await writeFile(at('both.pem'), (await readFile(at('ec.pem'), 'utf8')) + (await readFile(at('ec.key'), 'utf8')));
		await writeFile(at('photo.jpg'), Buffer.from('ffd8ffe000104a464946', 'hex'));
		await run('openssl', ['pkcs12', '-export', '-legacy', ...both, '-out', at('legacy.p12'), '-passout', 'pass:moth']);
	});

	test.for([
		['ECDSA in PEM', 'ec.pem', 'ec.key', 'ec-ca.pem'],
		['ECDSA in PEM, its key sealed', 'ec.pem', 'sealed.key', 'ec-ca.pem'],
		['ECDSA in PEM, its key as SEC 1', 'ec.pem', 'sec1.key', 'ec-ca.pem'],
		['ECDSA in PEM, its key sealed in the way of old', 'ec.pem', 'old-way.key', 'ec-ca.pem'],
		['ECDSA in PEM, both in one file', 'both.pem', undefined, 'ec-ca.pem'],
		['RSA in PEM', 'rsa.pem', 'rsa.key', 'rsa-ca.pem'],
		['RSA in PEM, its key as PKCS #1', 'rsa.pem', 'pkcs1.key', 'rsa-ca.pem'],
		['ECDSA in PKCS #12', 'ec.p12', undefined, 'ec-ca.pem'],
		['ECDSA in PKCS #12 under a Russian passphrase', 'ru.p12', undefined, 'ec-ca.pem', 'ночной мотылёк'],
	] as const)('%s: pdfsig and openssl trust it by its authority', async (row, { skip }) => {
		needs(padesThere, padesPackages, skip);
		const [, certificate, key, authority, word = 'moth'] = row;
		const files = { certificate: at(certificate), key: key && at(key) };
		const sealed = certificate.endsWith('.p12') || key === 'sealed.key' || key === 'old-way.key';
		const signer = await readSigner(files, sealed ? said(word) : never, new Date());
		expect(signer.subject).toBe('O=Memory Fund, CN=Seal of the archive');
		const pdf = await signed('given.pdf', signer);
		const told = await pdfsig(home, at('given.pdf'), at(authority));
		for (const line of [
			'CN=Seal of the archive',
			'Total document signed',
			'Signature is Valid.',
			'Certificate is Trusted.',
		])
			expect(told).toContain(line);
		await opensslCades(home, pdf, at(authority));
	});

	test.for(['en', 'ru'] as const)('the paper says in words whose it is (%s)', async (language, { skip }) => {
		needs(padesThere && onPath('pdftotext'), padesPackages, skip);
		const signer = await readSigner({ certificate: at('ec.pem'), key: at('ec.key') }, never, new Date());
		await signed(`given-${language}.pdf`, signer, language);
		const [bySelf, given] = SAID[language];
		const words = await wordsOf(`given-${language}.pdf`);
		expect(words).toContain(given);
		expect(words).not.toContain(bySelf);
	});

	test('what cannot sign is refused before a report is begun', async ({ skip }) => {
		needs(padesThere, padesPackages, skip);
		const of = (certificate: string, key: string | undefined, word = 'moth') =>
			readSigner({ certificate: at(certificate), key: key && at(key) }, said(word), new Date());
		await expect(of('ec.pem', 'rsa.key')).rejects.toMatchObject({ code: 'bad-key' });
		await expect(of('ec.key', 'ec.key')).rejects.toMatchObject({ code: 'bad-key' });
		await expect(of('old.pem', 'old.key')).rejects.toMatchObject({ code: 'bad-key' });
		await expect(of('ec.pem', 'sealed.key', 'bee')).rejects.toMatchObject({ code: 'wrong-key' });
		await expect(of('ec.p12', undefined, 'bee')).rejects.toMatchObject({ code: 'wrong-key' });
		await expect(of('legacy.p12', undefined)).rejects.toMatchObject({ code: 'wrong-key' });
		await expect(of('ru.p12', undefined, 'дневной мотылёк')).rejects.toMatchObject({ code: 'wrong-key' });
		await expect(of('ec.pem', undefined)).rejects.toMatchObject({ code: 'bad-key' });
		await expect(of('photo.jpg', undefined)).rejects.toMatchObject({ code: 'bad-key' });
		await expect(of('photo.jpg', 'ec.key')).rejects.toMatchObject({ code: 'bad-key' });
		await expect(of('ec.pem', 'old-way.key', 'bee')).rejects.toMatchObject({ code: 'wrong-key' });
		await expect(of('nothing.pem', 'ec.key')).rejects.toMatchObject({ code: 'unreadable' });
	});
});

test('with a time authority it is PAdES-B-T: openssl finds the token to be over this very signature', async ({
	skip,
}) => {
	needs(padesThere, padesPackages, skip);
	await makeCertificate(home, 'tsa', EC_KEY);
	await writeFile(at('tsa.ext'), 'extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n');
	const under = ['-CA', at('tsa-ca.pem'), '-CAkey', at('tsa-ca.key'), '-CAcreateserial', '-extfile', at('tsa.ext')];
	await run('openssl', ['x509', '-req', '-in', at('tsa.csr'), ...under, '-days', '30', '-out', at('tsa.pem')]);
	await writeFile(at('serial'), '01\n');
	await writeFile(
		at('tsa.cnf'),
		`[tsa]\nserial = ${at('serial')}\nsigner_cert = ${at('tsa.pem')}\nsigner_key = ${at('tsa.key')}\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\ndigests = sha256\ness_cert_id_alg = sha256\n`,
	);
	const timestamp = async (signature: Uint8Array): Promise<Uint8Array> => {
		await run('openssl', [
			'ts',
			'-query',
			'-digest',
			toHex(platform.sha256(signature)),
			'-sha256',
			'-cert',
			'-out',
			at('query'),
		]);
		const reply = [
			'ts',
			'-reply',
			'-config',
			at('tsa.cnf'),
			'-section',
			'tsa',
			'-queryfile',
			at('query'),
			'-token_out',
		];
		await run('openssl', [...reply, '-out', at('token')]);
		return readFile(at('token'));
	};
	const pdf = await signed('stamped.pdf', { ...selfMade, timestamp });
	await writeFile(at('self.pem'), new X509Certificate(selfMade.certificates[0]).toString());
	expect(await pdfsig(home, at('stamped.pdf'), at('self.pem'))).toContain('Signature is Valid.');
	await opensslCades(home, pdf, at('self.pem'));

	const { token, digest } = stampOf(pdf);
	await opensslStamp(home, token, digest, at('tsa-ca.pem'));
	const other = digest.replace(/./, (c) => (c === '0' ? '1' : '0'));
	await expect(opensslStamp(home, token, other, at('tsa-ca.pem'))).rejects.toThrow();
	needs(preflightThere, preflightPackages, skip);
	expect(await faultsAsPdfA(at('stamped.pdf'))).toBe('');
});
