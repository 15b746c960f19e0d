import { type Asked, CLAIM, type Head, type Piece, type Saving, SEALED, type Wish } from './protocol.ts';

/**
 * The service worker: relays requests for `/sealed/…` to the page they came from. It holds no key and no state, so it may be
 * ended and started again at any time; everything else goes to the network as if it were not there.
 */

/** The little of the service worker's world that is needed (the compiler knows the page's). */
interface Scope {
	addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
	addEventListener(type: 'message', listener: (event: MessageEvent & ExtendableEvent) => void): void;
	addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
	skipWaiting(): Promise<void>;
	readonly clients: {
		get(id: string): Promise<Client | undefined>;
		matchAll(): Promise<readonly Client[]>;
		claim(): Promise<void>;
	};
	readonly location: Location;
}
interface ExtendableEvent extends Event {
	waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
	readonly request: Request;
	readonly clientId: string;
	respondWith(response: Promise<Response>): void;
}
interface Client {
	postMessage(message: Asked | Saving, transfer: Transferable[]): void;
}

const scope = self as unknown as Scope;

/** A page that does not answer within this time is as good as gone. */
const PATIENCE_MS = 10_000;

/** Whatever the bytes claim to be, they are not kept, not guessed at, not run and not framed. */
const ALWAYS = {
	'cache-control': 'no-store',
	'x-content-type-options': 'nosniff',
	'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
	'cross-origin-resource-policy': 'same-origin',
	'referrer-policy': 'no-referrer',
};

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener('message', (event) => {
	if (event.data === CLAIM) event.waitUntil(scope.clients.claim());
});
scope.addEventListener('fetch', (event) => {
	const url = new URL(event.request.url);
	if (url.origin !== scope.location.origin || !url.pathname.startsWith(SEALED)) return;
	event.respondWith(answer(event.request, url.pathname.slice(SEALED.length), event.clientId));
});

async function answer(request: Request, id: string, clientId: string): Promise<Response> {
	if (request.method !== 'GET' && request.method !== 'HEAD') return nothing(405);
	const found =
		request.mode === 'navigate'
			? await download(id)
			: clientId === ''
				? undefined
				: await asked(await scope.clients.get(clientId), { custos: 'play', id, range: request.headers.get('range') });
	if (found === undefined) return nothing(410);
	const { head, port } = found;
	const headers = { ...ALWAYS, ...head.headers };
	if (request.method === 'HEAD' || head.length === 0) {
		say(port, 'enough');
		return new Response(null, { status: head.status, headers });
	}
	return new Response(bodyOf(port), { status: head.status, headers });
}

interface Answered {
	readonly head: Exclude<Head, { status: 'gone' }>;
	readonly port: MessagePort;
}

/** A download has an address of its own, outside any page: whichever page makes it answers, the others do not. */
async function download(id: string): Promise<Answered | undefined> {
	const pages = await scope.clients.matchAll();
	const answers = pages.map(async (page) => {
		const answer = await asked(page, { custos: 'save', id });
		if (answer === undefined) throw new TypeError('not this page');
		return answer;
	});
	return Promise.any(answers).catch(() => undefined);
}

async function asked(page: Client | undefined, question: Asked | Saving): Promise<Answered | undefined> {
	if (page === undefined) return undefined;
	const { port1: port, port2 } = new MessageChannel();
	page.postMessage(question, [port2]);
	const head = await reply<Head>(port).catch((): Head => ({ status: 'gone' }));
	return head.status === 'gone' ? undefined : { head, port };
}

function nothing(status: 405 | 410): Response {
	return new Response(null, { status, headers: ALWAYS });
}

/** One piece is asked for when the player has taken the one before: nothing piles up here. */
function bodyOf(port: MessagePort): ReadableStream<Uint8Array> {
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const coming = reply<Piece>(port);
				say(port, 'next');
				const piece = await coming;
				if ('bytes' in piece) return controller.enqueue(new Uint8Array(piece.bytes));
				port.close();
				if ('end' in piece) controller.close();
				else controller.error(new TypeError('the page gives no more of it'));
			},
			cancel: () => say(port, 'enough'),
		},
		{ highWaterMark: 0 },
	);
}

function say(port: MessagePort, wish: Wish): void {
	port.postMessage(wish);
	if (wish === 'enough') port.close();
}

function reply<T>(port: MessagePort): Promise<T> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new TypeError('the page does not answer')), PATIENCE_MS);
		port.onmessage = (event: MessageEvent<T>) => {
			clearTimeout(timer);
			resolve(event.data);
		};
	});
}
