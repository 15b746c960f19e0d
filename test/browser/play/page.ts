import '../../../src/web/no-eval.ts';
import { openCases } from '../../../src/client/cases.ts';
import { connect } from '../../../src/client/connection.ts';
import { openIdentity, type StoredIdentity } from '../../../src/client/identity.ts';
import { forgetful } from '../../../src/client/memory.ts';
import { itemEntries } from '../../../src/client/open-item.ts';
import type { Pin } from '../../../src/client/pin.ts';
import { openPlayable } from '../../../src/client/play/open-playable.ts';
import { quicken } from '../../../src/domain/platform/web-quicken.ts';
import { type SealedMedia, type SharedMedium, startSealedMedia } from '../../../src/web/play/sealed-media.ts';
import { installTrustedTypes } from '../../../src/web/strict.ts';

/** What the tests and the bench do in the page: everything by the same code as the room's player. */

installTrustedTypes();

/** Who is signed in, as a test hands it over; public keys and secrets in hexadecimal digits. */
export interface SignedIn {
	pin: Pin;
	identity: { v: 1; seed: string; box: string } & Partial<typeof StoredIdentity>;
}

let media: SealedMedia | undefined;
let shared: SharedMedium | undefined;
let reading: { read(start: number, end: number): Promise<Uint8Array> } | undefined;

/** A picture as the player shows it: size, a hash of its pixels, and how many colours a coarse grid of it has. */
export interface Picture {
	width: number;
	height: number;
	hash: string;
	colours: number;
	/** Of the frame, in seconds, as the browser counts. */
	at: number;
}

const player = {
	/** Starts the service worker; milliseconds until it controls this page. */
	async start(): Promise<void> {
		await quicken();
		media = await startSealedMedia();
	},

	/** Opens an item, and gives it to the video. */
	async open(who: SignedIn, item: string, what: 'original' | 'proxy', type = 'video/mp4'): Promise<string> {
		if (media === undefined) await player.start();
		const connection = await connect(who.pin, openIdentity(who.identity), forgetful());
		const [open] = await openCases(connection);
		if (open === undefined) throw new Error('there is no case');
		const reader = await openPlayable(connection, open, await itemEntries(connection, item), what, 'to see it');
		reading = reader;
		shared = media?.attach(video(), reader, type);
		return shared?.url ?? '';
	},

	/** Opens as a room would that has the case at hand; milliseconds for the entry and the key, and then for the first picture. */
	async timedOpen(who: SignedIn, item: string): Promise<{ opened: number; shown: number }> {
		if (media === undefined) await player.start();
		const connection = await connect(who.pin, openIdentity(who.identity), forgetful());
		const [open] = await openCases(connection);
		if (open === undefined) throw new Error('there is no case');
		const entries = await itemEntries(connection, item);
		const begun = performance.now();
		const reader = await openPlayable(connection, open, entries, 'original', 'to see it');
		const opened = performance.now();
		const shown = until(video(), 'loadeddata');
		media?.attach(video(), reader, 'video/mp4');
		await shown;
		return { opened: opened - begun, shown: performance.now() - opened };
	},

	lock(): void {
		media?.lock();
	},

	/** Loads what is at an address until the first picture is there; milliseconds. */
	load(url: string): Promise<number> {
		const element = video();
		element.preload = 'auto';
		const begun = performance.now();
		const shown = until(element, 'loadeddata');
		element.src = url;
		return shown.then(() => performance.now() - begun);
	},

	/** Resolves when the first picture of what was opened is there. */
	async ready(): Promise<{ duration: number }> {
		if (video().readyState < HTMLMediaElement.HAVE_CURRENT_DATA) await until(video(), 'loadeddata');
		return { duration: video().duration };
	},

	/** Jumps to a second; milliseconds until the picture there is shown. */
	async seek(seconds: number): Promise<number> {
		const begun = performance.now();
		const there = until(video(), 'seeked');
		video().currentTime = seconds;
		await there;
		return performance.now() - begun;
	},

	/** Plays on for some seconds of the film. */
	async play(seconds: number): Promise<number> {
		const until = video().currentTime + seconds;
		video().muted = true;
		await video().play();
		await new Promise<void>((resolve, reject) => {
			video().addEventListener('timeupdate', () => video().currentTime >= until && resolve());
			video().addEventListener('error', () => reject(new Error(video().error?.message)));
		});
		video().pause();
		return video().currentTime;
	},

	async picture(): Promise<Picture> {
		const element = video();
		const [width, height] = [element.videoWidth, element.videoHeight];
		const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
		if (context === null) throw new Error('no canvas');
		context.drawImage(element, 0, 0);
		const { data } = context.getImageData(0, 0, width, height);
		const colours = new Set<number>();
		for (let i = 0; i < data.length; i += 4 * 97)
			colours.add(((data[i] as number) << 16) | ((data[i + 1] as number) << 8) | (data[i + 2] as number));
		const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
		const hash = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
		return { width, height, hash, colours: colours.size, at: element.currentTime };
	},

	/** What a plain request of the page for the address gives. */
	async ask(
		url: string,
		method: string,
		range?: string,
	): Promise<{ status: number; headers: Record<string, string>; bytes: string; size: number }> {
		const response = await fetch(url, { method, ...(range === undefined ? {} : { headers: { range } }) });
		const body = new Uint8Array(await response.arrayBuffer());
		const bytes = [...body.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
		return { status: response.status, headers: Object.fromEntries(response.headers), bytes, size: body.length };
	},

	/** Reads past the video; the code of what went wrong. */
	async read(start: number, end: number): Promise<string> {
		if (reading === undefined) throw new Error('nothing is open');
		return reading.read(start, end).then(
			(bytes) => `${bytes.length} bytes`,
			(error: { code?: string }) => error.code ?? 'no code',
		);
	},

	state(): { src: string; ready: number; error: number } {
		return { src: video().getAttribute('src') ?? '', ready: video().readyState, error: video().error?.code ?? 0 };
	},

	async kept(): Promise<{ caches: string[]; stores: number }> {
		return { caches: await caches.keys(), stores: (await indexedDB.databases()).length };
	},
};
export type Player = typeof player;
Object.assign(window, { player });

function video(): HTMLVideoElement {
	const element = document.querySelector('video') ?? document.body.appendChild(document.createElement('video'));
	return element;
}

function until(element: HTMLVideoElement, event: string): Promise<void> {
	return new Promise((resolve, reject) => {
		element.addEventListener(event, () => resolve(), { once: true });
		element.addEventListener('error', () => reject(new Error(`${element.error?.code} ${element.error?.message}`)), {
			once: true,
		});
	});
}
