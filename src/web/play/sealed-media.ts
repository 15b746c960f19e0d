import { platform } from '#platform';
import type { SealedReader } from '../../client/play/sealed-reader.ts';
import { CustosError } from '../../domain/errors.ts';
import { newId } from '../../domain/ids.ts';
import { CLAIM, isAsked, SEALED } from './protocol.ts';
import { relay, type Shared } from './relay.ts';

/** A sealed object that this page's own elements may play under an address. */
export interface SharedMedium {
	/** `/sealed/` and a random id; of use to this page alone. */
	readonly url: string;
	/** From now on the address answers 410, elements given it are empty, and the reader is closed. */
	revoke(): void;
}

/** The page's side of playing: readers, with their keys, stay here. */
export interface SealedMedia {
	/** `type`: from `mediaTypeOf`. The reader now belongs to this: it is closed when it is revoked. */
	share(reader: SealedReader, type: string): SharedMedium;
	/** Shares and sets it as the element's source; an element empties itself of what it buffered when it is revoked. */
	attach(element: HTMLMediaElement, reader: SealedReader, type: string): SharedMedium;
	/** Revokes everything: after it nothing is playable. */
	lock(): void;
}

/** How long the browser may take to start the service worker, in milliseconds. */
const START_MS = 15_000;

/**
 * Registers the service worker at `script` (the site's root: it must control this page) and waits until it does. Rejects
 * `unavailable` where there are no service workers (no secure context), or it does not start.
 */
export async function startSealedMedia(script = '/service-worker.js'): Promise<SealedMedia> {
	if (!('serviceWorker' in navigator))
		throw new CustosError('unavailable', 'this browser gives no service worker here: video needs https or localhost');
	const shared = new Map<string, Shared>();
	navigator.serviceWorker.addEventListener('message', (event) => {
		const [port] = event.ports;
		if (port === undefined || !isAsked(event.data)) return;
		const { id, range } = event.data;
		relay(port, range, () => shared.get(id));
	});
	navigator.serviceWorker.startMessages();
	await control(script);

	const revokes = new Set<() => void>();
	const share = (reader: SealedReader, type: string): SharedMedium => {
		const id = newId(platform.randomBytes);
		shared.set(id, { reader, type });
		const revoke = (): void => {
			shared.delete(id);
			revokes.delete(revoke);
			reader.close();
		};
		revokes.add(revoke);
		return { url: `${SEALED}${id}`, revoke };
	};
	return {
		share,
		attach(element, reader, type) {
			const medium = share(reader, type);
			const revoke = (): void => {
				revokes.delete(revoke);
				medium.revoke();
				element.pause();
				element.removeAttribute('src');
				element.load();
			};
			revokes.add(revoke);
			element.src = medium.url;
			return { url: medium.url, revoke };
		},
		lock() {
			for (const revoke of [...revokes]) revoke();
		},
	};
}

/** Registers the worker, and resolves once this page's requests go through it. */
async function control(script: string): Promise<void> {
	const workers = navigator.serviceWorker;
	const controlled = new Promise<void>((resolve) => {
		workers.addEventListener('controllerchange', () => resolve(), { once: true });
	});
	await workers.register(script, { scope: '/', type: 'classic', updateViaCache: 'none' });
	const registration = await workers.ready;
	if (workers.controller !== null) return;
	// A page that was reloaded past the worker is not its own until it claims it.
	registration.active?.postMessage(CLAIM);
	const late = new Promise<never>((_, reject) => {
		const error = new CustosError('unavailable', 'the service worker that video needs did not start: reload the page');
		setTimeout(() => reject(error), START_MS);
	});
	await Promise.race([controlled, late]);
}
