import type { Page } from 'playwright-core';
import { addMember, type OpenCase, removeMember } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { approve, findPerson, invite, join, joinRequests, setSuspended } from '../../src/client/people.ts';
import type { Invites } from '../../src/client/profile.ts';

/** What the steward's device knows of the people in the pictures. */
export interface ShownPeople {
	names: Record<string, string>;
	invites: Invites;
}

/** People in every state that the room shows: at work, suspended, back with new keys, asking to be let in, invited. */
export async function peopleToShow(steward: Connection, open: OpenCase): Promise<ShownPeople> {
	const names: Record<string, string> = {};
	const invites: Invites = {};
	const ask = async (name: string): Promise<string> => {
		const [identity, letter] = [createIdentity(), await invite(steward, 'member')];
		invites[letter.invite] = { invite: letter, name };
		await join(letter, identity, name);
		return identity.keys.sign;
	};
	const enrol = async (name: string, formerly?: string): Promise<string> => {
		const key = await ask(name);
		const letters = Object.values(invites).map((one) => one.invite);
		const request = (await joinRequests(steward, letters)).find((one) => one.join.person.sign === key);
		await approve(steward, request as NonNullable<typeof request>, 'member', formerly);
		names[key] = name;
		return key;
	};
	const take = async (key: string, role: 'reader' | 'editor' | 'lead'): Promise<void> =>
		addMember(steward, open, await findPerson(steward, key), role, names[key]);
	const [anna, boris, olga] = [await enrol('Anna Weiss'), await enrol('Boris'), await enrol('Olga (lawyer)')];
	await enrol('Miriam');
	await take(anna, 'reader');
	await take(boris, 'editor');
	await take(olga, 'editor');
	await removeMember(steward, open, anna);
	await setSuspended(steward, olga, true);
	await setSuspended(steward, boris, true);
	await enrol('Olga (lawyer)', olga);
	await ask('Dmitri');
	const letter = await invite(steward, 'auditor');
	invites[letter.invite] = { invite: letter, name: 'The auditor in Geneva' };
	return { names, invites };
}

/** The parts of the room beyond its first page. */
export async function shootPeople(page: Page, shoot: (part: string) => Promise<void>): Promise<void> {
	await page.getByRole('tab').nth(1).click();
	await page.locator('form').waitFor();
	await shoot('archive');
	await page
		.getByRole('button', { name: /^(Suspend |Приостановить доступ: )/ })
		.first()
		.click();
	await page.getByRole('dialog').waitFor();
	await shoot('suspend');
	await page.keyboard.press('Escape');
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	await page.locator('a[href$="/people/invite"]').click();
	await page.locator('form').waitFor();
	await shoot('invite');
	await page.locator('form button[type=submit]').click();
	await page.locator('textarea[readonly]').waitFor();
	await shoot('invite-card');
	await back(page);
	await page.getByRole('tab').nth(1).click();
	await page
		.getByRole('button', { name: /^(Refuse the request|Отказать)/ })
		.first()
		.click();
	await page.getByRole('dialog').waitFor();
	await shoot('refuse');
	await page.keyboard.press('Escape');
	await page.getByRole('dialog').waitFor({ state: 'detached' });
	await page.locator('a[href$="/people/card"]').click();
	await page
		.locator('#page')
		.getByRole('button', { name: /^(Make|Сделать)/ })
		.click();
	await page.getByTestId('card-code').waitFor();
	await shoot('card');
}

/** To the people, from one of the room's other pages. */
async function back(page: Page): Promise<void> {
	await page.getByRole('link', { name: /^(Back to the people|Назад к людям)$/ }).click();
	await page.getByRole('tab').nth(1).waitFor();
}
