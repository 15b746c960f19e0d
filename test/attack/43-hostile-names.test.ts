import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { addClip, noteItem, renameExhibit, setVocabulary, withdrawExhibit } from '../../src/client/case/mark.ts';
import { createCase, type OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { submit } from '../../src/client/submit.ts';
import { hasChromium } from '../browser/chromium.ts';
import { type OpenedRoom, openRoom } from '../browser/open-room.ts';
import { openedDraft } from '../system/live/deposit.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker } from '../system/live.ts';
import { hostileNames, shownAs, unseen } from './hostile-names.ts';

// 42, 43: markup, bidi, NUL, traversal and line ends in every name, title, tag, note and reason: inert, and readable.

let room: OpenedRoom;
let lead: Connection;
let open: OpenCase;
let items: string[];
let page: Page;
const asked: string[] = [];
beforeAll(async () => {
	if (!hasChromium) return;
	room = await openRoom();
	const { worker } = await enrolWorker(room.live);
	lead = await room.live.enrol();
	const [title, prefix] = [`${hostileNames[0]} of a case`, '<b>"\u202e'];
	open = await createCase(lead, { title, prefix });
	const modified = new Date(0).toISOString();
	const files = hostileNames.map((path) => ({ path, size: 5, modified, summary: { container: path, make: path } }));
	items = await fillCase(lead, worker, open, await openIntake(lead, open, {}), files);
	await setVocabulary(
		lead,
		open,
		hostileNames.map((tag) => ({ tag, meaning: `means ${tag}` })),
	);
	const [item] = items as [string];
	const entries = await itemEntries(lead, item);
	for (const name of hostileNames) {
		const said = { name, note: `note ${name}`, tags: [name], people: [name], legalElement: name };
		await addClip(lead, open, entries, { fromMs: 0, toMs: 900, ...said });
		await noteItem(lead, open, item, { text: name, tags: [name] });
		const [made] = await addExhibit(lead, open, { item }, name);
		if (made === undefined) throw new Error('no exhibit was made');
		await renameExhibit(lead, open, { id: made.exhibit, item }, `renamed ${name}`);
		await withdrawExhibit(lead, open, { id: made.exhibit, item }, `reason ${name}`);
		const opened = openedDraft(open, item);
		await submit(lead, [{ ...opened, detail: { to: open.key, fields: { purpose: `purpose ${name}` } } }]);
	}
	({ page } = await room.person(lead, { names: { [lead.identity.keys.sign]: hostileNames[1] as string } }));
	page.on('request', (request) => asked.push(request.url()));
	page.on('dialog', (dialog) => {
		asked.push(`a dialog: ${dialog.message()}`);
		dialog.dismiss().catch((error: unknown) => asked.push(String(error)));
	});
	page.on('framenavigated', (frame) => asked.push(frame.url()));
});
afterAll(() => room?.close());

/** Goes there, lets everything be drawn, and says what can be read. Fails if a name did anything but name. */
async function read(path: string, act: () => Promise<unknown>): Promise<string> {
	await page.evaluate((to) => history.pushState(null, '', to), path);
	await act();
	let text = '';
	// Long lists are drawn as far as in sight, and some rows more.
	for (let at = 0, high = 1; at < high; at += 1500) {
		high = await page.evaluate((y) => {
			scrollTo(0, y);
			return document.documentElement.scrollHeight;
		}, at);
		await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
		text += `\n${await page.evaluate(() => document.body.textContent)}`;
	}
	const found = await page.evaluate(() => ({
		pwned: (globalThis as { pwned?: unknown }).pwned,
		cookie: document.cookie,
		strange: [...document.querySelectorAll('script, iframe, base, object, embed, [onerror], [onload], [onfocus]')]
			.map((one) => one.outerHTML)
			.filter((html) => !/^<script type="module"[^>]* src="\/assets\/[\w.-]+"[^>]*><\/script>$/.test(html)),
		links: [...document.querySelectorAll('a[href]')].map((one) => (one as HTMLAnchorElement).href),
		images: [...document.images].map((one) => one.src),
	}));
	expect(found.pwned, path).toBeUndefined();
	expect(found.cookie).toBe('');
	expect(found.strange, path).toEqual([]);
	for (const link of [...found.links, ...found.images])
		expect(link.startsWith(`${room.address}/`) || link.startsWith('blob:'), link).toBe(true);
	expect(unseen.exec(text)?.[0].codePointAt(0)?.toString(16), path).toBeUndefined();
	expect(await page.title()).not.toMatch(unseen);
	return text;
}

/** Written in lines, and shown in lines; everything else has one. */
const IN_LINES = ['purpose ', 'reason ', 'note '];

/** Each name as it must be readable, with what stands before it; runs of blanks are one on a page. */
function expectReadable(text: string, before: string): void {
	const plain = (one: string): string => one.replaceAll(/\s+/g, ' ');
	const shown = (name: string): string =>
		IN_LINES.includes(before)
			? name
					.split(/\r\n|\n/)
					.map(shownAs)
					.join('\n')
			: shownAs(name);
	const all = plain(text);
	for (const name of hostileNames) expect(all).toContain(plain(`${before}${shown(name)}`));
}

test.skipIf(!hasChromium)(
	'exhibits: register, clips and tags name what they name and do nothing',
	async () => {
		const at = `/exhibits/${open.id}`;
		const register = await read(at, () => page.getByRole('article').first().waitFor());
		expectReadable(register, 'renamed ');
		expectReadable(register, 'reason ');
		expectReadable(register, 'Earlier titles: ');
		const clips = await read(`${at}/clips`, () => page.getByRole('heading', { level: 2 }).first().waitFor());
		expectReadable(clips, 'note ');
		expectReadable(clips, 'People shown: ');
		expectReadable(clips, 'Legal element: ');
		expectReadable(await read(`${at}/tags`, () => page.getByRole('table').waitFor()), 'means ');
	},
	120_000,
);

test.skipIf(!hasChromium)(
	'the clip form: a wording of such words is edited as it is, and shown inert',
	async () => {
		await read(`/exhibits/${open.id}/clips`, () =>
			page
				.getByRole('button', { name: /^Describe anew/ })
				.first()
				.click(),
		);
		const form = page.getByRole('dialog').getByRole('form');
		await form.getByLabel('Tags').click();
		await page.getByRole('option').first().waitFor();
		expect((await page.getByRole('option').allInnerTexts()).join('')).not.toMatch(unseen);
		await expect.poll(() => form.getByLabel('Name').inputValue()).toBe(hostileNames[0]);
		expect(await form.textContent()).not.toMatch(unseen);
		await page.keyboard.press('Escape');
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'detached' });
	},
	120_000,
);

test.skipIf(!hasChromium)(
	'custody: purposes, reasons, titles and people',
	async () => {
		const at = `/custody/${open.id}/${items[0]}`;
		const told = await read(at, () => page.locator('[data-event]').first().waitFor());
		for (const before of ['purpose ', 'reason ', 'renamed ', 'note ']) expectReadable(told, before);
		expect(told).toContain(shownAs(hostileNames[1] as string));
		await page.getByText('Table', { exact: true }).click();
		const table = await read(at, () => page.getByRole('table').waitFor());
		for (const before of ['purpose ', 'reason ', 'renamed ', 'note ']) expectReadable(table, before);
		await page.getByRole('combobox', { name: 'Whose history' }).click();
		expect((await page.getByRole('option').allInnerTexts()).join('')).not.toMatch(unseen);
		await page.keyboard.press('Escape');
		await read(`/custody/${open.id}/all`, () => page.getByText('of 18 histories').waitFor());
	},
	120_000,
);

test.skipIf(!hasChromium)(
	'cases: the list of cases, and the items of one',
	async () => {
		await read('/cases', () => page.getByText('of a case').first().waitFor());
		expectReadable(await read(`/cases/${open.id}`, () => page.getByText('autoexec').first().waitFor()), '');
	},
	120_000,
);

test.skipIf(!hasChromium)('nothing was asked of anybody else, and no name became a path', () => {
	const strange = asked.filter((url) => !url.startsWith(`${room.address}/`) && !url.startsWith('blob:'));
	expect(strange).toEqual([]);
	expect(asked.filter((url) => /pwned|passwd|autoexec|%3c|evil/i.test(url))).toEqual([]);
});
