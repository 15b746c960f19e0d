import type { OpenCase } from '../../../client/cases.ts';
import type { ItemEntries } from '../../../client/open-item.ts';
import { openPlayable } from '../../../client/play/open-playable.ts';
import type { ItemClass } from '../../../domain/roles.ts';
import { type SealedMedia, startSealedMedia } from '../../play/sealed-media.ts';
import { quick } from '../../session/quick.ts';
import type { Session } from '../../session/session.ts';

/** A recording that is open, in an element that nothing else of the page made. */
export interface Playing {
	readonly video: HTMLVideoElement;
	readonly what: 'original' | 'proxy';
	/** Under which key it was opened: what is told about watching names it. */
	readonly class: ItemClass;
	/** Index of the entry of this opening. */
	readonly entry: number;
	/** Entries that shared it anew with a key that is not its own. */
	readonly passedOver: readonly number[];
	/** Nothing of it stays: key, opened chunks, what the element buffered. */
	close(): void;
}

let starting: Promise<SealedMedia> | undefined;
const guarded = new WeakSet<Session>();

/** The page's one line to its service worker; everything it gave out is revoked when the session ends. */
async function sealedMedia(session: Session): Promise<SealedMedia> {
	starting ??= startSealedMedia().catch((error: unknown) => {
		starting = undefined;
		throw error;
	});
	const [media] = await Promise.all([starting, quick(session)]);
	if (!guarded.has(session)) session.signal.addEventListener('abort', () => media.lock(), { once: true });
	guarded.add(session);
	return media;
}

/** Opens an item for the player: an entry in the ledger, then the key, checked. It stands still, muted, at the beginning. */
export async function startPlaying(
	session: Session,
	open: OpenCase,
	item: ItemEntries,
	how: { what: 'original' | 'proxy'; type: string; purpose: string },
): Promise<Playing> {
	const media = await sealedMedia(session);
	const reader = await openPlayable(session.connection, open, item, how.what, how.purpose);
	const video = document.createElement('video');
	video.muted = true;
	video.playsInline = true;
	video.preload = 'auto';
	video.disablePictureInPicture = true;
	video.disableRemotePlayback = true;
	const medium = media.attach(video, reader, reader.type ?? how.type);
	return {
		video,
		what: how.what,
		class: how.what === 'original' ? 'original' : 'working',
		entry: reader.opened.index,
		passedOver: reader.passedOver,
		close: medium.revoke,
	};
}
