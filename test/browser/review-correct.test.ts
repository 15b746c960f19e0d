import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOf } from '../../src/client/case/history.ts';
import { noteItem } from '../../src/client/case/mark.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import { addMember } from '../../src/client/cases.ts';
import { findPerson } from '../../src/client/people.ts';
import { expectAccessible } from './accessible.ts';
import { hasChromium } from './chromium.ts';
import { FILM, type FilmRoom, openFilmRoom } from './film-room.ts';
import { askForPlayer, untilPlayable } from './stage.ts';

describe.skipIf(!hasChromium)('correcting what was said of an item', () => {
	let room: FilmRoom;
	let page: Page;
	let film: string;
	let first: string;

	beforeAll(async () => {
		room = await openFilmRoom('editor');
		[film] = (await room.take(FILM)) as [string];
		const said = await noteItem(room.lead, room.open, film, { flag: 'do-not-show', text: 'a face', tags: ['yard'] });
		first = said.note;
		page = (await room.person(room.other, { viewport: { width: 1440, height: 1300 } })).page;
		await page.goto(`/review/${room.open.id}/${film}`);
		await room.unlock(page);
	});
	afterAll(() => room?.close());

	const correct = () => page.getByRole('button', { name: 'Correct this' });
	const form = () => page.getByRole('form', { name: 'Correct this note' });
	const notes = async () => (await caseMarks(room.lead, room.open)).notes;

	test('the form begins with what the note says; what is written instead holds, and both stay', async () => {
		await page.getByText('Somebody asked that this is not shown to anyone').waitFor();
		await correct().click();
		await form().waitFor();
		await expect.poll(() => form().getByLabel('What others should know').inputValue()).toBe('a face');
		await expect.poll(() => form().getByRole('combobox', { name: 'Flag' }).inputValue()).toBe('do not show');
		await form().getByText('yard').waitFor();
		await expectAccessible(page);
		await form().getByLabel('From').fill('0:08');
		await form().getByLabel('To', { exact: true }).fill('0:09.5');
		await form().getByRole('button', { name: 'Save the note' }).click();
		await form().waitFor({ state: 'detached' });
		await page.getByText('00:00:08.000 – 00:00:09.500').waitFor();
		await page.getByText('Somebody asked that this is not shown to anyone').waitFor({ state: 'detached' });
		await page.getByText('Takes the place of an earlier note').waitFor();
		await expect.poll(() => correct().count()).toBe(1);
		const [before, after] = await notes();
		expect(before).toMatchObject({ id: first, replacedBy: after?.id, fromMs: null });
		expect(after).toMatchObject({
			replaces: first,
			by: room.other.identity.keys.sign,
			flag: 'do-not-show',
			text: 'a face',
			tags: ['yard'],
			fromMs: 8000,
			toMs: 9500,
		});
		const said = (await eventsOf(room.lead, room.open, 'item', film)).filter(
			({ entry }) => entry.statement.type === 'item.noted',
		);
		expect(said.map(({ fields }) => fields['text'])).toEqual(['a face', 'a face']);
	});

	test('a warning that was a mistake is lifted under a player that stands on it', async () => {
		await askForPlayer(page);
		await untilPlayable(page);
		await page.getByRole('button', { name: /Go to 00:00:08\.000/ }).click();
		await page.getByText(/Not shown: 00:00:08\.000/).waitFor();
		await correct().click();
		await form().getByRole('combobox', { name: 'Flag' }).click();
		await page.getByRole('option', { name: 'relevant', exact: true }).click();
		await form().getByLabel('What others should know').fill('a face, but of a statue');
		await form().getByRole('button', { name: 'Save the note' }).click();
		await form().waitFor({ state: 'detached' });
		await page.getByText('a face, but of a statue').waitFor();
		await page.getByText(/Not shown/).waitFor({ state: 'detached' });
		expect((await notes()).filter((one) => one.replacedBy === undefined)).toHaveLength(1);
	});

	test('what somebody else corrected meanwhile is not corrected twice', async () => {
		const [holds] = (await notes()).filter((one) => one.replacedBy === undefined);
		await correct().click();
		await form().getByLabel('What others should know').fill('too late');
		await noteItem(room.lead, room.open, film, { text: 'a statue' }, holds?.id);
		await form().getByRole('button', { name: 'Save the note' }).click();
		await form().getByRole('alert').waitFor();
		await page.getByText('a statue', { exact: true }).waitFor();
		expect((await notes()).filter((one) => one.replacedBy === undefined)).toHaveLength(1);
	});

	test('a reader is not offered it', async () => {
		const third = await room.live.enrol();
		await addMember(room.lead, room.open, await findPerson(room.lead, third.identity.keys.sign), 'reader');
		const reader = (await room.person(third)).page;
		await reader.goto(`/review/${room.open.id}/${film}`);
		await room.unlock(reader);
		await reader.getByText('a statue', { exact: true }).waitFor();
		expect(await reader.getByRole('button', { name: 'Correct this' }).count()).toBe(0);
	});
});
