import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { putToWork } from '../system/live/at-work.ts';
import { openCase } from '../system/live.ts';
import { type OpenedRoom, openRoom, type RoomOptions, type Visitor } from './open-room.ts';

/** An archive that checks what it receives, and somebody who stands in its intake room with a case of their own. */
export interface IntakeRoom extends Visitor {
	readonly room: OpenedRoom;
	readonly lead: Connection;
	readonly open: OpenCase;
	/** A folder for what is to be given. */
	readonly home: string;
	close(): Promise<void>;
}

/** Where one of its parts cannot be opened, those that are open already are closed. */
export async function openIntakeRoom(options: RoomOptions = {}): Promise<IntakeRoom> {
	await using opened = new AsyncDisposableStack();
	const room = await openRoom(options);
	opened.defer(() => room.close());
	const home = await mkdtemp(join(tmpdir(), 'custos-intake-'));
	opened.defer(() => rm(home, { recursive: true, force: true }));
	opened.defer(await putToWork(room.live, false));
	const lead = await room.live.enrol();
	const open = await openCase(lead);
	const visitor = await room.person(lead);
	await visitor.page.getByRole('link', { name: 'Intake' }).click();
	await dropzone(visitor.page).waitFor();
	// Closes them in turn, the newest first, whatever one of them throws.
	const all = opened.move();
	return { ...visitor, room, lead, open, home, close: () => all.disposeAsync() };
}

export const dropzone = (page: Page) => page.getByText('Drop a folder or files here');

/** To where something is given, after what may have been given before. */
export async function giveMore(page: Page): Promise<void> {
	const more = page.getByRole('button', { name: 'Give something more' });
	await dropzone(page).or(more).waitFor();
	if ((await more.count()) > 0) await more.click();
	await dropzone(page).waitFor();
}

/** Gives a folder by the button, after what may have been given before. */
export async function giveFolder(page: Page, folder: string): Promise<void> {
	await giveMore(page);
	await page.locator('#page input[data-pick=folder]').first().setInputFiles(folder);
}
