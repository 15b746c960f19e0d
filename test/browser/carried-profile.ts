import type { Page } from 'playwright-core';
import type { Identity } from '../../src/client/identity.ts';
import type { Pin } from '../../src/client/pin.ts';
import { packProfile } from '../../src/client/profile/profile-file.ts';
import type { ProfileFiles } from '../../src/client/profile/profile-files.ts';
import { createProfile, type Invites } from '../../src/client/profile.ts';
import { type Bytes, utf8 } from '../../src/domain/bytes.ts';

/** The passphrase of people whom tests bring in with a file. */
export const PASSPHRASE = 'a passphrase of the tests';

/** Files that end with the process. */
export function filesInMemory(): ProfileFiles {
	const files = new Map<string, Bytes>();
	const put = (name: string, content: string | Uint8Array): void => {
		files.set(name, typeof content === 'string' ? utf8(content) : new Uint8Array(content));
	};
	return {
		place: 'memory',
		read: async (name) => files.get(name),
		writeNew: async (name, content) => put(name, content),
		replace: async (name, content) => put(name, content),
		append: async (name, lines) => put(name, new TextDecoder().decode(files.get(name)) + lines),
	};
}

/** A profile file of this person, as `custos profile save` makes it, cheap to open. `names`: people they know, by key; `invites`: those they gave. */
export async function carriedProfile(
	identity: Identity,
	pin: Pin,
	names: Readonly<Record<string, string>> = {},
	invites: Invites = {},
): Promise<string> {
	const files = filesInMemory();
	const profile = createProfile(files, 10);
	await profile.storeIdentity(identity, PASSPHRASE);
	await profile.savePin(pin);
	await profile.contacts.change(identity, () => ({ ...names }));
	await profile.invites.change(identity, () => invites);
	return packProfile(files);
}

/** Opens the door with a profile file; about a second. */
export async function comeIn(page: Page, file: string): Promise<void> {
	await bringProfile(page, file);
	await unlock(page);
}

/** Gives the door a profile file, which then asks for the passphrase. */
export async function bringProfile(page: Page, file: string): Promise<void> {
	await page.goto('/');
	await page.getByRole('button', { name: /saved my profile|профиль сохранён/ }).click();
	await page
		.locator('input[type=file]')
		.setInputFiles({ name: 'me.profile', mimeType: 'application/json', buffer: Buffer.from(file) });
}

/** Gives the passphrase of the tests where the page asks for it. */
export async function unlock(page: Page): Promise<void> {
	await givePassphrase(page);
	await page.locator('#page').waitFor();
}

/** The same where it may lead elsewhere than in. */
export async function givePassphrase(page: Page): Promise<void> {
	await page.locator('input[type=password]').fill(PASSPHRASE);
	await page.locator('button[type=submit]').click();
}
