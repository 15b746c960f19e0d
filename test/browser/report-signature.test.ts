import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import { openIntake } from '../../src/client/intake.ts';
import { connect } from '../../src/db/connect.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { timeRequest } from '../../src/domain/time/time-request.ts';
import { openBagZip } from '../../src/report/node/bag-zip.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { Stamping } from '../../workers/notary/stamping.ts';
import { deposit } from '../system/live/deposit.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { needs } from '../system/needs.ts';
import {
	EC_KEY,
	makeCertificate,
	opensslStamp,
	padesPackages,
	padesThere,
	pdfsig,
	stampOf,
} from '../system/pades-tools.ts';
import { databaseUrl } from '../system/postgres-url.ts';
import { timeAuthority } from '../system/time-authority.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';
import { answerDialog, written } from './save-dialog.ts';

const run = promisify(execFile);
const WORD = 'ночной мотылёк';
let [room, open, home] = [] as unknown as [OpenedRoom, OpenCase, string];
const at = (name: string): string => join(home, name);

/** What `report.pdf` carries when it is separated from its bag. */
describe.skipIf(!hasChromium)('the signature on the paper, in the room that reports', () => {
	beforeAll(async () => {
		if (!padesThere) return;
		[room, home] = await Promise.all([openRoom(), mkdtemp(join(tmpdir(), 'custos-signature-'))]);
		const { live } = room;
		await enrolWorker(live);
		open = await openCase(live.steward);
		const intake = await openIntake(live.steward, open, { received: 'by hand' });
		const item = await deposit(live.steward, open, intake, utf8('a letter'));
		await addExhibit(live.steward, open, { item: item.id }, 'The letter');
		await makeCertificate(home, 'own', EC_KEY);
		const both = ['-inkey', at('own.key'), '-in', at('own.pem'), '-certfile', at('own-ca.pem')];
		await run('openssl', ['pkcs12', '-export', ...both, '-out', at('own.p12'), '-passout', `pass:${WORD}`]);
		await writeFile(at('photo.p12'), Buffer.from('ffd8ffe000104a464946', 'hex'));
	});
	afterAll(async () => {
		await room?.close();
		if (home !== undefined) await rm(home, { recursive: true, force: true });
	});

	const toReport = async (page: Page): Promise<void> => {
		await answerDialog(page, 'file');
		await page.evaluate((path) => history.pushState(null, '', path), `/report/${open.id}`);
		await page.getByText('1 item chosen').waitFor();
	};
	const show = (page: Page) => page.getByRole('button', { name: /^Show all that will leave|show it anew/ });
	const pick = (page: Page, ...names: string[]) =>
		page.locator('input[type=file][accept*=".p12"]').setInputFiles(names.map(at));
	/** Looks through, makes it, and what was written, which holds: its bag's report.pdf in a file, and report.json. */
	const make = async (page: Page) => {
		await show(page).click();
		await page.getByLabel('I have looked through').check();
		await page.getByRole('button', { name: 'Make the report' }).click();
		await page.getByText('The report is made and signed').waitFor();
		await page.getByText('Read back from disk and checked').waitFor();
		await writeFile(at('bag.zip'), (await written(page)) as Buffer);
		const bag = await openBagZip(at('bag.zip'));
		expect((await verifyBag(bag, { logKey: room.live.pin.log })).result).toBe('confirmed');
		await writeFile(at('report.pdf'), await bag.read('data/report.pdf'));
		return JSON.parse(new TextDecoder().decode(await bag.read('data/report.json')));
	};

	const signed = async (): Promise<number> => {
		const rows = await room.live.sql(
			"select count(*)::int as n from ledger.entries where skeleton like '%report.signed%'",
		);
		return rows[0]?.['n'] as number;
	};

	test('an organisation’s own certificate signs it; a wrong passphrase or file is told in words', async ({ skip }) => {
		needs(padesThere, padesPackages, skip);
		const { page } = await room.person(room.live.steward);
		await toReport(page);
		await show(page).click();
		await page.getByLabel('I have looked through').check();
		await pick(page, 'photo.p12');
		const use = page.getByRole('button', { name: 'Use this certificate' });
		await use.click();
		await page.getByText('This cannot sign the report.').waitFor();
		await pick(page, 'own.p12');
		await page.getByLabel('Passphrase of the key').fill('дневной мотылёк');
		await use.click();
		await page.getByText('The key does not open with this passphrase.').waitFor();
		await expectAccessible(page);
		await page.getByLabel('Passphrase of the key').fill(WORD);
		await use.click();
		await page.getByText('Signs as: O=Memory Fund, CN=Seal of the archive').waitFor();
		// What was looked at before carried another name.
		await expect.poll(() => page.getByRole('button', { name: 'Make the report' }).isDisabled()).toBe(true);
		await expectAccessible(page);
		const { certification } = await make(page);
		expect(certification.seal).toMatchObject({ kind: 'given', subject: 'O=Memory Fund, CN=Seal of the archive' });
		const told = await pdfsig(home, at('report.pdf'), at('own-ca.pem'));
		for (const line of ['CN=Seal of the archive', 'Signature is Valid.', 'Certificate is Trusted.'])
			expect(told).toContain(line);
		// It is not kept for the next one.
		await page.getByRole('button', { name: 'Make another report' }).click();
		await page.getByText('No certificate chosen').waitFor();

		await pick(page, 'own.pem', 'own.key');
		await use.click();
		await page.getByText('Signs as: O=Memory Fund').waitFor();
		await page.getByRole('button', { name: 'Sign without it' }).click();
		await page.getByText('No certificate chosen').waitFor();
		expect((await make(page)).certification.seal.kind).toBe('self-made');
	}, 240_000);

	test('a time authority of the archive says when it was signed; without its answer none is made', async ({ skip }) => {
		needs(padesThere, padesPackages, skip);
		const tsa = await timeAuthority();
		const { live } = room;
		const notary = connect(databaseUrl({ ...live.database.connection, user: 'custos_notary' }), { max: 1 });
		try {
			const { page } = await room.person(live.steward);
			await toReport(page);
			await page.getByText('this archive asks no time authority').waitFor();
			await new Stamping({ db: notary.db, authorities: [tsa.url], clock: () => new Date() }).round();
			await page.getByRole('link', { name: 'Cases' }).first().click();
			await toReport(page);
			// One that the archive asks anyway is asked unless somebody wants none.
			await expect.poll(() => page.getByLabel('Time from outside').inputValue()).toBe(tsa.url);
			await expectAccessible(page);
			await make(page);
			await page
				.getByText('The certificate on the time from outside names: O=Example Time, CN=Example Time Signer')
				.waitFor();
			const pdf = await readFile(at('report.pdf'));
			const { token, digest } = stampOf(pdf);
			await opensslStamp(home, token, digest, join(tsa.folder, 'ca.pem'));
			expect(await pdfsig(home, at('report.pdf'), undefined)).toContain('Signature is Valid.');
			expect(live.log.join()).not.toContain(digest);

			await page.getByRole('button', { name: 'Make another report' }).click();
			await page.getByLabel('Time from outside').selectOption('');
			await make(page);
			await page.getByRole('button', { name: 'Make another report' }).waitFor();
			const undated = await readFile(at('report.pdf'));
			expect(() => stampOf(undated)).toThrow('there is no time token');

			await page.getByRole('button', { name: 'Make another report' }).click();
			for (const [answers, why] of [
				// What it said of another signature, as it came.
				[await tsa.stamp(timeRequest(platform.sha256(pdf), new Uint8Array(8).fill(1))), 'is no time token over what'],
				['not', 'does not answer'],
			] as const) {
				tsa.answers = answers;
				const before = await signed();
				await show(page).click();
				await page.getByLabel('I have looked through').check();
				await page.getByRole('button', { name: 'Make the report' }).click();
				await page.getByText(why).waitFor();
				await page.getByText('The report was not made; that it was begun stays in the ledger.').waitFor();
				await expectAccessible(page);
				expect(await signed()).toBe(before);
				await page.getByRole('button', { name: 'Make another report' }).click();
			}
		} finally {
			await Promise.all([tsa.close(), notary.pool.end()]);
		}
	}, 300_000);
});
