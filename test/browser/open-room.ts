import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Connection } from '../../src/client/connection.ts';
import { builtWeb } from '../../src/entry/build-web.ts';
import { openWebFiles, withWeb } from '../../src/entry/web-files.ts';
import { type Live, type LiveOptions, listen, startLive } from '../system/live.ts';
import { carriedProfile, comeIn, unlock } from './carried-profile.ts';
import { openVisitors, type Visitor } from './visitors.ts';

export type { Visitor };

/** An archive with its review room, and a browser to go there with. */
export interface OpenedRoom {
	readonly live: Live;
	/** Where the room and the API are. */
	readonly address: string;
	/** The real browser; each `visitor` is another person's: storage of their own. */
	readonly browser: Browser;
	visitor(options?: BrowserContextOptions): Promise<Visitor>;
	/**
	 * Somebody who is in already: the keys of `connection`, carried here in a file, opened at the door in a second or so.
	 * `names`: how they call people, by key.
	 */
	person(
		connection: Connection,
		options?: BrowserContextOptions & { names?: Readonly<Record<string, string>> },
	): Promise<Visitor>;
	/** Unlocks a page that was reloaded, as a person of `person`. */
	unlock(page: Page): Promise<void>;
	/** Ends everything. Throws if a page said something on its console that no test asked for. */
	close(): Promise<void>;
}

/** `api`: what answers the room in the place of the archive, such as a liar. */
export interface RoomOptions extends LiveOptions {
	api?: (live: Live) => (request: Request) => Promise<Response>;
}

/** Starts an archive with the room, about two seconds; builds the room first if its sources are newer. */
export async function openRoom(options: RoomOptions = {}): Promise<OpenedRoom> {
	const folder = await builtWeb(join(tmpdir(), 'custos-web'), () => {});
	const web = await openWebFiles(folder, { https: false });
	const live = await startLive(options);
	const { http, server } = await listen(withWeb(options.api?.(live) ?? live.api.fetch, web));
	const visitors = await openVisitors(server);
	const opened: OpenedRoom = {
		live,
		address: server,
		browser: visitors.browser,
		visitor: visitors.visitor,
		async person(connection, { names = {}, ...more } = {}) {
			const came = await opened.visitor(more);
			await comeIn(came.page, await carriedProfile(connection.identity, live.pin, names));
			return came;
		},
		unlock,
		async close() {
			const closed = await Promise.allSettled([visitors.close()]);
			await new Promise((resolve) => {
				http.close(resolve);
				if ('closeAllConnections' in http) http.closeAllConnections();
			});
			await live.close();
			for (const one of closed) if (one.status === 'rejected') throw one.reason;
		},
	};
	return opened;
}
