import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addExhibit, type MadeExhibit } from '../../src/client/case/add-exhibit.ts';
import { exportsOf, requestExport } from '../../src/client/case/exports.ts';
import { readAcknowledgement } from '../../src/client/case/hand-over.ts';
import { eventsOf } from '../../src/client/case/history.ts';
import { addClip, renameExhibit } from '../../src/client/case/mark.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { pseudonym } from '../../src/client/identity.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { signAcknowledgement } from '../../src/domain/ledger/acknowledgement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { leavesOf } from '../../src/report/gather/report-choices.ts';
import { acknowledgementOf } from '../../src/report/verify/acknowledge.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { openZip } from '../../src/report/verify/zip-bag.ts';
import { deposit } from '../system/live/deposit.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';

let [room, open, other] = [] as unknown as [OpenedRoom, OpenCase, Connection];
let letter: { id: string; item: string };

describe.skipIf(!hasChromium)('a report that two people let leave', () => {
	beforeAll(async () => {
		room = await openRoom();
		const { live } = room;
		await enrolWorker(live);
		other = await live.enrol();
		open = await openCase(live.steward, [[other, 'lead']]);
		const intake = await openIntake(live.steward, open, { receivedHow: 'by hand' });
		const item = await deposit(live.steward, open, intake, utf8('a letter'));
		const [made] = await addExhibit(live.steward, open, { item: item.id }, 'The letter');
		const mark = { fromMs: 0, toMs: 500, people: ['Guard 3', 'Witness 7'] };
		const { clip } = await addClip(live.steward, open, await itemEntries(live.steward, item.id), mark);
		await addExhibit(live.steward, open, { item: item.id, clip }, 'Both');
		letter = { id: (made as MadeExhibit).exhibit, item: item.id };
	});
	afterAll(() => room?.close());

	/** Files are written into the browser's own file system, under the names that are suggested. */
	const answerDialogs = (page: Page) =>
		page.evaluate(() =>
			Object.assign(window, {
				async showSaveFilePicker({ suggestedName }: { suggestedName: string }) {
					return (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
				},
			}),
		);
	const written = (page: Page, ending: string) =>
		page.evaluate(async (end) => {
			const folder = (await navigator.storage.getDirectory()) as unknown as {
				values(): AsyncIterable<FileSystemFileHandle>;
			};
			for await (const one of folder.values())
				if (one.name.endsWith(end)) {
					let text = '';
					for (const byte of new Uint8Array(await (await one.getFile()).arrayBuffer()))
						text += String.fromCharCode(byte);
					return btoa(text);
				}
			return '';
		}, ending);
	const toReport = async (page: Page): Promise<void> => {
		await page.evaluate((path) => history.pushState(null, '', path), `/report/${open.id}`);
		await page.getByRole('heading', { level: 1, name: 'Report' }).waitFor();
		await page.getByText('1 item chosen').waitFor();
	};

	/** Of what leaves with a request: what is found by these words, which `value` is to be among. */
	const find = async (request: Locator, words: string, value: string): Promise<void> => {
		await request.getByLabel('Find a name, a value, a path').fill(words);
		await request.getByRole('region').getByText(value).first().waitFor();
	};

	test('it is asked for, seen and agreed to by another, made as agreed, sealed, and acknowledged', async () => {
		const { page } = await room.person(room.live.steward);
		await answerDialogs(page);
		await toReport(page);
		await page.getByLabel('Reports leave this case only when another lead agrees').click({ force: true });
		await page.getByText('This case wants a second person').waitFor();
		await page.getByLabel('Days an agreement is good for').fill('3');
		await page.getByRole('button', { name: 'Set', exact: true }).click();
		const rules = async () => (await exportsOf(room.live.steward, open)).rules;
		await expect.poll(rules).toEqual({ approvals: 1, days: 3 });
		await page.getByLabel('Recipient').fill('A court');
		await page.getByLabel('File names and paths').check();
		// Of the two whom the clip shows one is named; the words are asked for with the rest.
		await page.getByLabel('Titles, tags, notes').check();
		await page.getByLabel('People shown in clips').check();
		await page.getByLabel('Guard 3').check();
		await page.getByText('they see these words').waitFor();
		await page.getByLabel('Legal basis').fill('Article 1 <b>of the law</b>');
		await page.getByRole('button', { name: 'Show all that will leave' }).click();
		await page.getByLabel('I have looked through').check();
		await page.getByRole('button', { name: 'Ask another lead' }).click();
		const mine = page.getByRole('article');
		await mine.getByText('waits for a second person').waitFor();
		expect(await mine.getByRole('button', { name: 'Agree' }).count()).toBe(0);
		expect(await mine.getByRole('button', { name: 'Show all that will leave' }).count()).toBe(0);
		await expectAccessible(page);
		await renameExhibit(room.live.steward, open, letter, 'The letter of May');

		const { page: theirs } = await room.person(other);
		await toReport(theirs);
		const asked = theirs.getByRole('article');
		await asked.getByText('A court').waitFor();
		await asked.getByText(/File names and paths/).waitFor();
		await asked.getByText('Named all the same: Guard 3').waitFor();
		await asked.getByText('Legal basis: Article 1 <b>of the law</b>').waitFor();
		// They see each field as it is now, and agree to nothing that they did not look at.
		const agree = asked.getByRole('button', { name: 'Agree' });
		await expect.poll(() => agree.isDisabled()).toBe(true);
		await asked.getByRole('button', { name: 'Show all that will leave' }).click();
		await find(asked, 'of May', 'The letter of May');
		await find(asked, 'case/legalBasis', 'Article 1 <b>of the law</b>');
		await find(asked, 'clip/people/0', 'Guard 3');
		await asked.getByLabel('Find a name, a value, a path').fill('Witness 7');
		await asked.getByText('Nothing fits these words').waitFor();
		await find(asked, 'report/issuer', pseudonym(room.live.steward.identity.keys.sign));
		expect(await asked.getByRole('button', { name: /^Keep entry/ }).count()).toBe(0);
		await expect.poll(() => agree.isDisabled()).toBe(true);
		await asked.getByLabel('I have looked through').check();
		await expectAccessible(theirs);
		await agree.click();
		await asked.getByText(/agreed, until/).waitFor();
		await renameExhibit(other, open, letter, 'The letter of June');

		await page.reload();
		const { page: again } = await room.person(room.live.steward);
		await answerDialogs(again);
		await toReport(again);
		const agreed = again.getByRole('article');
		const make = agreed.getByRole('button', { name: 'Make this report' });
		await make.waitFor();
		await expect.poll(() => make.isDisabled()).toBe(true);
		await agreed.getByRole('button', { name: 'Show all that will leave' }).click();
		await find(agreed, 'of June', 'The letter of June');
		await agreed.getByLabel('I have looked through').check();
		await make.click();
		await again.getByText('The report is made and signed').waitFor();
		await again.getByText('Read back from disk and checked').waitFor();
		const zip = Buffer.from(await written(again, '.zip'), 'base64');
		const bag = openZip(new Blob([zip]));
		const verdict = await verifyBag(bag, { logKey: room.live.pin.log });
		expect(verdict.result).toBe('confirmed');
		const report = JSON.parse(new TextDecoder().decode(await bag.read('data/report.json'))) as CustodyReport;
		expect(report.items).toEqual([expect.objectContaining({ name: null, path: null })]);
		expect(report.case.legalBasis).toBe('Article 1 <b>of the law</b>');
		const clips = report.items.flatMap(({ exhibits }) => exhibits.flatMap(({ clip }) => clip ?? []));
		expect(clips).toEqual([expect.objectContaining({ people: ['Guard 3'], peopleWithheld: 1 })]);
		for (const path of await bag.list())
			expect(Buffer.from(await bag.read(path)).toString('latin1'), path).not.toContain('Witness 7');

		await again.getByLabel('To whom').fill('The clerk');
		await again.getByRole('button', { name: 'Seal and save' }).click();
		const words = (await again.getByLabel('Passphrase', { exact: true }).textContent()) ?? '';
		expect(words.split(' ')).toHaveLength(7);
		// It is written down nowhere, and waits for whoever looked at something else.
		await again.getByRole('link', { name: 'Custody' }).click();
		await again.getByRole('heading', { level: 1, name: 'Custody' }).waitFor();
		await again.getByRole('link', { name: 'Report', exact: true }).click();
		expect(await again.getByLabel('Passphrase', { exact: true }).textContent()).toBe(words);
		const opener = new Decrypter();
		opener.addPassphrase(words);
		const sealed = Buffer.from(await written(again, '.age'), 'base64');
		expect(Buffer.from(await opener.decrypt(sealed)).equals(zip)).toBe(true);

		const identities = [await generateX25519Identity(), await generateX25519Identity()];
		const theirKeys = await Promise.all(identities.map(identityToRecipient));
		await again.getByRole('radio', { name: 'Their public age keys' }).check();
		const field = again.getByLabel('Public age keys', { exact: true });
		await field.fill(`${theirKeys[0]}\nage1 and what is no key`);
		expect(await again.getByRole('button', { name: 'Seal and save' }).isDisabled()).toBe(true);
		await field.fill(theirKeys.join('\n'));
		await again.getByRole('button', { name: 'Seal and save' }).click();
		await again.getByText('Whoever has the secret key opens it').waitFor();
		const toKeys = Buffer.from(await written(again, '.age'), 'base64');
		for (const identity of identities) {
			const theirOpener = new Decrypter();
			theirOpener.addIdentity(identity);
			expect(Buffer.from(await theirOpener.decrypt(toKeys)).equals(zip)).toBe(true);
		}

		const said = await acknowledgementOf(bag, verdict, { by: 'A clerk', now: new Date() });
		await again.getByLabel('Their acknowledgement').fill(signAcknowledgement(said, new Uint8Array(32).fill(3)));
		await again.getByRole('button', { name: 'Check and enter it' }).click();
		await again.getByText(/acknowledged by A clerk/).waitFor();

		// Nothing signed: on the word of whoever enters it, which the history says.
		const enter = again.getByRole('button', { name: 'Enter it on my word' });
		await expect.poll(() => enter.isDisabled()).toBe(true);
		await again.getByLabel('What they said').fill('received, all checks hold');
		await again.getByLabel('When they said it').fill('2026-11-21');
		await again.getByLabel('On what').fill('a letter, no. 77');
		await expectAccessible(again);
		await enter.click();
		await again.getByText(`report ${said.report.slice(0, 8)} acknowledged, on your word`).waitFor();
		const events = await eventsOf(other, open, 'case', open.id);
		const acknowledged = events.filter((one) => one.entry.statement.type === 'report.acknowledged');
		expect(acknowledged.map((one) => readAcknowledgement(one, events))).toEqual([
			expect.objectContaining({ kind: 'signed' }),
			{ kind: 'by-hand', said: 'received, all checks hold', when: '2026-11-21', on: 'a letter, no. 77' },
		]);
		expect(acknowledged.at(-1)?.entry.statement).toMatchObject({ report: said.report });
	}, 240_000);

	test('it is refused, and why; the history has the reason', async () => {
		const report = newId(platform.randomBytes);
		const items = [letter.item];
		const nothing = { withOriginals: false, withOrigin: false, withNotes: false, keyframes: 'none' } as const;
		const leaves = leavesOf(
			{ ...nothing, recipient: 'A court', purpose: null, items },
			toHex(platform.randomBytes(32)),
		);
		await requestExport(room.live.steward, open, { report, leaves, items });
		const { page } = await room.person(other);
		await toReport(page);
		const asked = page.getByRole('article', { name: `Request ${report.slice(0, 8)}` });
		await asked.getByRole('button', { name: 'Refuse' }).click();
		const no = page.getByRole('dialog');
		await no.getByLabel(/^Why/).fill('the names first');
		await expectAccessible(page);
		await no.getByRole('button', { name: 'Refuse' }).click();
		await asked.getByText('refused', { exact: true }).waitFor();
		const said = (await eventsOf(other, open, 'case', open.id)).at(-1);
		expect(said?.entry.statement).toMatchObject({ type: 'export.refused', report });
		expect(said?.fields).toMatchObject({ reason: 'the names first' });
	});
});
