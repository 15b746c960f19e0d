import type { Range } from '../../../client/case/watched.ts';
import { CustosError } from '../../../domain/errors.ts';
import type { Guard } from './guard.ts';
import type { Screen } from './screen.ts';
import { lengthOf, merged, type WatchLog } from './watch-log.ts';

/** A statement about watching is made at most this often, but for the last one. */
export const TELL_EVERY_MS = 60_000;

/** Writes down each moment that is shown clear, or heard. Returns what ends that. */
export function watchVideo(video: HTMLVideoElement, screen: Screen, guard: Guard, log: WatchLog): () => void {
	const shown = (): boolean => screen.look() === 'clear' && !document.hidden && guard.covered() === undefined;
	const heard = (): boolean => !video.muted && video.volume > 0 && !video.paused;
	const see = (ms: number): void => {
		if (shown() || heard()) log.see(ms);
		else log.cut();
	};
	let frame = 0;
	const onFrame: VideoFrameRequestCallback = (_, { mediaTime }) => {
		see(mediaTime * 1000);
		frame = video.requestVideoFrameCallback(onFrame);
	};
	frame = video.requestVideoFrameCallback(onFrame);
	// The picture that stands already, when somebody begins to hold; and sound without pictures.
	const standing = (): void => {
		if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !video.seeking) see(video.currentTime * 1000);
	};
	const cut = (): void => log.cut();
	const onTime = (): void => {
		if (heard()) standing();
	};
	const ended = screen.subscribe(standing);
	video.addEventListener('seeking', cut);
	video.addEventListener('timeupdate', onTime);
	return () => {
		ended();
		video.cancelVideoFrameCallback(frame);
		video.removeEventListener('seeking', cut);
		video.removeEventListener('timeupdate', onTime);
	};
}

/** How telling stands. */
export interface Told {
	/** Milliseconds told since this recording was opened. */
	ms: number;
	at: Date | undefined;
	error: unknown;
}

export interface Teller {
	/** A good moment, as at a pause: tells now, or when a minute has gone by since the last time. */
	soon(): void;
	/** Tells now; resolves when it is told, or could not be. */
	now(): Promise<void>;
	/** Has kept what is not told yet: the page may be gone in a moment. */
	keep(): void;
	/** Tells what is left, and ends. */
	end(): Promise<void>;
}

/** What is not told yet is kept so often, should the page be gone before the next telling. */
const KEEP_EVERY_MS = 3_000;

/**
 * Tells what was watched, at most every minute and at the end. What could not be told is told next time; until it is
 * told, `keep` is given all that is left to tell.
 */
export function createTeller(
	log: WatchLog,
	tell: (ranges: readonly Range[]) => Promise<unknown>,
	keep: (ranges: readonly Range[]) => void,
	onTold: (told: Told) => void,
): Teller {
	let told: Told = { ms: 0, at: undefined, error: undefined };
	let last = Number.NEGATIVE_INFINITY;
	let waiting: ReturnType<typeof setTimeout> | undefined;
	/** Being told now. */
	const underWay = new Set<readonly Range[]>();
	let kept = 0;
	const keepNow = (): void => {
		const left = merged([...[...underWay].flat(), ...log.peek()]);
		const length = lengthOf(left);
		if (length === kept) return;
		kept = length;
		keep(left);
	};
	const now = async (): Promise<void> => {
		clearTimeout(waiting);
		waiting = undefined;
		const ranges = log.take();
		if (ranges.length === 0) return;
		underWay.add(ranges);
		keepNow();
		last = Date.now();
		try {
			await tell(ranges);
			told = { ms: told.ms + lengthOf(ranges), at: new Date(), error: undefined };
		} catch (error) {
			log.putBack(ranges);
			told = { ...told, error: error ?? new CustosError('internal', 'telling failed') };
		}
		underWay.delete(ranges);
		keepNow();
		onTold(told);
	};
	const nowOrLater = (): void => {
		now().catch(reportError);
	};
	const soon = (): void => {
		const wait = last + TELL_EVERY_MS - Date.now();
		if (wait <= 0) nowOrLater();
		else waiting ??= setTimeout(nowOrLater, wait);
	};
	const regular = setInterval(soon, TELL_EVERY_MS);
	const keeping = setInterval(keepNow, KEEP_EVERY_MS);
	return {
		soon,
		now,
		keep: keepNow,
		async end() {
			clearInterval(regular);
			clearInterval(keeping);
			await now();
		},
	};
}
