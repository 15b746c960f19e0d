import { KEEP, NONCE, type Shell } from './protocol.ts';

/**
 * The part of the service worker that opens Verify without a network. It keeps this version's own files, each compared
 * with the hash that the build wrote into this script, and gives them only where the archive does not answer: with a
 * network the newest room always comes from there. Nothing but Verify opens from here, and no answer of the API is kept.
 */

declare const CUSTOS_SHELL: Shell | undefined;

/** Undefined where the worker was built alone, as for tests of the player. */
const shell = typeof CUSTOS_SHELL === 'undefined' ? undefined : CUSTOS_SHELL;

const PREFIX = 'custos-shell-';
const PAGE = '/verify';

interface Waiting extends Event {
	waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waiting {
	readonly request: Request;
	respondWith(response: Promise<Response>): void;
}
interface Scope {
	addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
	addEventListener(type: 'message', listener: (event: MessageEvent & Waiting) => void): void;
	addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void;
	readonly location: Location;
}
const scope = self as unknown as Scope;

if (shell !== undefined) answerFor(shell);

function answerFor(of: Shell): void {
	const name = `${PREFIX}${of.page}`;
	scope.addEventListener('message', (event) => {
		const [port] = event.ports;
		if (event.data !== KEEP || port === undefined) return;
		event.waitUntil(keep(of, name).then((kept) => port.postMessage(kept)));
	});
	// Who could open Verify without a network still can after an update; of older versions nothing stays.
	scope.addEventListener('install', (event) => event.waitUntil(keepAgain(of, name)));
	scope.addEventListener('activate', (event) => event.waitUntil(forgetOlder(name)));
	scope.addEventListener('fetch', (event) => {
		const { request } = event;
		const { origin, pathname } = new URL(request.url);
		if (origin !== scope.location.origin || request.method !== 'GET') return;
		if (request.mode === 'navigate' && (pathname === PAGE || pathname === `${PAGE}/`))
			event.respondWith(fetch(request).catch((error: unknown) => keptPage(of, name, error)));
		else if (Object.hasOwn(of.files, pathname))
			event.respondWith(fetch(request).catch((error: unknown) => keptFile(of, name, pathname, error)));
	});
}

async function older(name: string): Promise<string[]> {
	return (await caches.keys()).filter((one) => one.startsWith(PREFIX) && one !== name);
}

async function keepAgain(of: Shell, name: string): Promise<void> {
	if ((await older(name)).length > 0) await keep(of, name);
}

async function forgetOlder(name: string): Promise<void> {
	for (const one of await older(name)) await caches.delete(one);
}

/** True once the page and every file of this version lie here, as they were built. */
async function keep(of: Shell, name: string): Promise<boolean> {
	try {
		const cache = await caches.open(name);
		for (const [path, hash] of Object.entries(of.files)) {
			if ((await cache.match(path)) !== undefined) continue;
			const answer = await fetch(path);
			if (!answer.ok || (await hashOf(answer.clone())) !== hash) return false;
			await cache.put(path, answer);
		}
		if ((await cache.match(PAGE)) !== undefined) return true;
		const page = await fetch(PAGE, { cache: 'no-store' });
		if (!page.ok || (await pageHash(page.clone())) !== of.page) return false;
		await cache.put(PAGE, page);
		return true;
	} catch (error) {
		console.info('what Verify needs without a network could not be kept', error);
		return false;
	}
}

async function keptFile(of: Shell, name: string, path: string, error: unknown): Promise<Response> {
	const kept = await (await caches.open(name)).match(path);
	if (kept === undefined || (await hashOf(kept.clone())) !== of.files[path]) throw error;
	return kept;
}

/** With a nonce of its own, as each page from the archive has. */
async function keptPage(of: Shell, name: string, error: unknown): Promise<Response> {
	const kept = await (await caches.open(name)).match(PAGE);
	const before = kept && nonceOf(kept);
	if (kept === undefined || before === undefined || (await pageHash(kept.clone())) !== of.page) throw error;
	const now = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
	const headers = new Headers(kept.headers);
	headers.set('content-security-policy', (headers.get('content-security-policy') ?? '').replaceAll(before, now));
	return new Response((await kept.text()).replaceAll(before, now), { headers });
}

function nonceOf(page: Response): string | undefined {
	return /'nonce-([A-Za-z0-9+/=]+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1];
}

/** Of the page as it was built: without the value that this answer was given. */
async function pageHash(page: Response): Promise<string | undefined> {
	const nonce = nonceOf(page);
	if (nonce === undefined) return undefined;
	return sha256(new TextEncoder().encode((await page.text()).replaceAll(nonce, NONCE)));
}

async function hashOf(file: Response): Promise<string> {
	return sha256(await file.arrayBuffer());
}

async function sha256(bytes: BufferSource): Promise<string> {
	const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
