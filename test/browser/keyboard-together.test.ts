import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { catalogue } from '../../src/client/case/catalogue.ts';
import { exportsOf, requestExport } from '../../src/client/case/exports.ts';
import { type OpenCase, openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { leavesOf } from '../../src/report/gather/report-choices.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { openZip } from '../../src/report/verify/zip-bag.ts';
import { type Filed, fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, openCase } from '../system/live.ts';
import { dialogHasFocus, focusKept, tabInto, tabTo, take, toRoom } from './by-keyboard.ts';
import { hasChromium } from './chromium.ts';
import { type OpenedRoom, openRoom } from './open-room.ts';
import { answerDialog, written } from './save-dialog.ts';

const modified = '2021-06-01T00:00:00.000Z';
const files: Filed[] = [
	{ path: 'gate.mp4', size: 900, modified, summary: { kind: 'document' } },
	{ path: 'not yet.mp4', size: 902, modified },
];

// No pointer is used from here on; and wherever the focus goes, it is seen.
describe.skipIf(!hasChromium)('what takes two people or two cases, by the keyboard alone', () => {
	let room: OpenedRoom;
	/** Leads the first case with the other, and may add to the second. */
	let lead: Connection;
	let other: Connection;
	let [first, second] = [] as unknown as [OpenCase, OpenCase];
	let gate: string;
	let [ours, theirs] = [] as unknown as [Page, Page];

	beforeAll(async () => {
		room = await openRoom();
		const { worker } = await enrolWorker(room.live);
		[lead, other] = [await room.live.enrol(), await room.live.enrol()];
		first = await openCase(lead, [[other, 'lead']], 'GUL');
		second = await openCase(other, [[lead, 'editor']], 'YRD');
		await openCase(other, [[lead, 'editor']], 'DOR');
		[gate] = (await fillCase(lead, worker, first, await openIntake(lead, first, {}), files)) as [string];
		await addExhibit(lead, first, { item: gate }, 'The gate');
		ours = (await room.person(lead, { viewport: { width: 1440, height: 1000 } })).page;
		theirs = (await room.person(other, { viewport: { width: 1440, height: 1000 } })).page;
	});
	afterAll(() => room?.close());

	/** The room of reports asks what others did there when one enters it, if that is some seconds old. */
	async function hearOf(page: Page, what: Locator): Promise<void> {
		const look = async (): Promise<number> => {
			await toRoom(page, 'Custody');
			await toRoom(page, 'Report');
			return what.count();
		};
		await expect.poll(look, { timeout: 60_000 }).toBe(1);
	}

	/** In the dialog: into which case. */
	async function chooseOther(name: RegExp): Promise<void> {
		await dialogHasFocus(ours);
		await tabTo(ours, /^The other case/);
		await ours.keyboard.press('Enter');
		await take(ours, name);
	}

	test('items are shared into another of one’s cases; what could not be stays to be tried again', async () => {
		await tabTo(ours, /You are lead here/);
		await ours.keyboard.press('Enter');
		await ours.getByText('2 items').waitFor();
		await tabTo(ours, /^Items of /);
		await ours.keyboard.press('Control+a');
		await ours.getByText('2 selected').waitFor();
		await tabTo(ours, /^Share into another case/);
		await ours.keyboard.press('Enter');
		const dialog = ours.getByRole('dialog', { name: 'Share 2 items into another case' });
		await dialog.waitFor();
		await chooseOther(/^YRD/);
		await tabTo(ours, /^Why/);
		await ours.keyboard.type('the same yard');
		await tabTo(ours, /^Share$/);
		await ours.keyboard.press('Enter');
		await dialog.getByText('1 is not examined yet').waitFor();
		await focusKept(ours, /^Share$/);
		await ours.keyboard.press('Enter');
		await dialog.getByText('1 was there already.').waitFor();
		await focusKept(ours, /^Share$/);
		await tabTo(ours, /^Share again/);
		await ours.keyboard.press('Enter');
		await dialog.waitFor({ state: 'detached' });
		await focusKept(ours, /^Share into another case/);
		const yards = (await openCases(other)).find(({ id }) => id === second.id) as OpenCase;
		expect(await catalogue(other, yards)).toMatchObject([{ id: gate, from: { case: first.id } }]);
	});

	test('an item is shared from its own page', async () => {
		await tabTo(ours, /^Items of /);
		await ours.keyboard.press('Home');
		await ours.keyboard.press('Enter');
		await ours.waitForURL(new RegExp(`/review/${first.id}/`));
		await tabTo(ours, /^Share into another case/);
		await ours.keyboard.press('Enter');
		const dialog = ours.getByRole('dialog', { name: 'Share this item into another case' });
		await dialog.waitFor();
		await ours.keyboard.press('Escape');
		await dialog.waitFor({ state: 'detached' });
		await focusKept(ours, /^Share into another case/);
		await ours.keyboard.press('Enter');
		await chooseOther(/^DOR/);
		await tabTo(ours, /^Share$/);
		await ours.keyboard.press('Enter');
		await ours.getByText('1 item is in DOR now').waitFor();
		await dialog.waitFor({ state: 'detached' });
		await focusKept(ours, /^Share into another case/);
	});

	test('a report is asked for, agreed to by another lead, and made', async () => {
		await answerDialog(ours, 'file');
		await toRoom(ours, 'Report');
		await ours.getByText('1 item chosen').waitFor();
		await tabTo(ours, /^Reports leave this case only/);
		await ours.keyboard.press('Space');
		await ours.getByText('This case wants a second person').waitFor();
		await focusKept(ours, /^Reports leave this case only/);
		await tabTo(ours, /^Recipient/);
		await ours.keyboard.type('A court');
		await tabTo(ours, /^Show all that will leave/);
		await ours.keyboard.press('Enter');
		await ours.getByLabel('I have looked through').waitFor();
		await focusKept(ours, /Look at all that leaves/);
		await tabTo(ours, /^I have looked through/);
		await ours.keyboard.press('Space');
		await tabTo(ours, /^Ask another lead/);
		await ours.keyboard.press('Enter');
		const mine = ours.getByRole('article');
		await mine.getByText('waits for a second person').waitFor();
		await focusKept(ours, /^Ask another lead/);

		await tabTo(theirs, /GUL/);
		await theirs.keyboard.press('Enter');
		await theirs.getByText('2 items').waitFor();
		await toRoom(theirs, 'Report');
		const asked = theirs.getByRole('article');
		await asked.getByText('A court').waitFor();
		await tabInto(theirs, asked, /^Show all that will leave/);
		await theirs.keyboard.press('Enter');
		await asked.getByLabel('I have looked through').waitFor();
		await focusKept(theirs, /^A second person/);
		await tabInto(theirs, asked, /^I have looked through/);
		await theirs.keyboard.press('Space');
		await tabInto(theirs, asked, /^Agree/);
		await theirs.keyboard.press('Enter');
		await asked.getByText(/agreed, until/).waitFor();
		await focusKept(theirs, /^A second person/);

		await hearOf(ours, mine.getByText(/agreed, until/));
		await tabInto(ours, mine, /^Show all that will leave/);
		await ours.keyboard.press('Enter');
		await tabInto(ours, mine, /^I have looked through/);
		await ours.keyboard.press('Space');
		await tabInto(ours, mine, /^Make this report/);
		await ours.keyboard.press('Enter');
		await ours.getByText('The report is made and signed').waitFor();
		await ours.getByText('Read back from disk and checked').waitFor();
		await focusKept(ours, /^Report/);
		await tabTo(ours, /^Copy as a letter/);
		const bag = openZip(new Blob([new Uint8Array((await written(ours)) ?? [])]));
		expect((await verifyBag(bag, { logKey: room.live.pin.log })).result).toBe('confirmed');
	});

	test('another is refused, and why', async () => {
		const report = newId(platform.randomBytes);
		const nothing = { withOriginals: false, withOrigin: false, withNotes: false, keyframes: 'none' } as const;
		const about = { ...nothing, recipient: 'A paper', purpose: null, items: [gate] };
		await requestExport(lead, first, {
			report,
			leaves: leavesOf(about, toHex(platform.randomBytes(32))),
			items: [gate],
		});
		const asked = theirs.getByRole('article', { name: `Request ${report.slice(0, 8)}` });
		await hearOf(theirs, asked);
		await tabInto(theirs, asked, /^Refuse/);
		await theirs.keyboard.press('Enter');
		await theirs.locator('[role=dialog] textarea:focus').waitFor();
		await theirs.keyboard.type('the names first');
		await tabTo(theirs, /^Refuse/);
		await theirs.keyboard.press('Enter');
		await theirs.getByRole('dialog').waitFor({ state: 'detached' });
		await asked.getByText('refused', { exact: true }).waitFor();
		await focusKept(theirs, /^A second person/);
		const { requests } = await exportsOf(other, first);
		expect(requests.find((one) => one.report === report)).toMatchObject({ refused: expect.anything() });
	});
});
