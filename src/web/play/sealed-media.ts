import { platform } from '#platform';
import type { SealedReader } from '../../client/play/sealed-reader.ts';
import { newId } from '../../domain/ids.ts';
import { control } from './control.ts';
import { isAsked, SEALED } from './protocol.ts';
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

/**
 * Registers the service worker at `script` (the site's root: it must control this page) and waits until it does. Rejects
 * `unavailable` where there are no service workers (no secure context), or it does not start.
 */
export async function startSealedMedia(script = '/service-worker.js'): Promise<SealedMedia> {
	await control(script);
	const shared = new Map<string, Shared>();
	navigator.serviceWorker.addEventListener('message', (event) => {
		const [port] = event.ports;
		if (port === undefined || !isAsked(event.data)) return;
		const { id, range } = event.data;
		relay(port, range, () => shared.get(id));
	});
	navigator.serviceWorker.startMessages();

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
