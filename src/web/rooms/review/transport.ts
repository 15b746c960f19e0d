import { frameAt, type KnownFrame } from '../../../client/case/frame-at.ts';

/** Moves through a recording as editors are used to. Times in milliseconds. */
export interface Transport {
	play(): void;
	pause(): void;
	toggle(): void;
	/** L: play, and each time twice as fast, up to four times. */
	forward(): void;
	/** J: go back, and each time twice as fast. */
	back(): void;
	/** So many pictures on or back; stands still then. */
	step(frames: number): void;
	seek(ms: number): void;
	setRate(rate: number): void;
	/** Ends what goes on by itself. */
	end(): void;
}

/** Where no frame rate is known a step is this long. */
export const STEP_UNKNOWN_MS = 40;
export const RATES = [0.25, 0.5, 1, 1.5, 2, 4] as const;
const FASTEST = 4;
/** A time that is off by less is a whole number of milliseconds. */
const ROUNDING_MS = 0.01;

/** `beforeSeek` hears of every jump before the element does; `onBack` of going back beginning and ending. */
export function createTransport(
	video: HTMLVideoElement,
	about: { fps: number | undefined; known: readonly KnownFrame[] },
	hear: { beforeSeek: (ms: number) => void; onBack: (rate: number) => void; onError: (error: unknown) => void },
): Transport {
	let back = 0;
	let ticking = 0;
	const durationMs = (): number => (Number.isFinite(video.duration) ? video.duration * 1000 : 0);
	const stopBack = (): void => {
		if (back === 0) return;
		back = 0;
		cancelAnimationFrame(ticking);
		hear.onBack(0);
	};
	const to = (ms: number): void => {
		const within = Math.max(0, Math.min(ms, durationMs()));
		hear.beforeSeek(within);
		video.currentTime = within / 1000;
	};
	const play = (): void => {
		stopBack();
		// An interruption by the next pause is no failure.
		video.play().catch((error: unknown) => {
			if (!(error instanceof DOMException && error.name === 'AbortError')) hear.onError(error);
		});
	};
	const pause = (): void => {
		stopBack();
		video.pause();
	};
	return {
		play,
		pause,
		toggle() {
			if (video.paused && back === 0) play();
			else pause();
		},
		forward() {
			const running = !video.paused && back === 0;
			video.playbackRate = running ? Math.min(FASTEST, Math.max(1, video.playbackRate * 2)) : 1;
			play();
		},
		back() {
			video.pause();
			back = back === 0 ? 1 : Math.min(FASTEST, back * 2);
			hear.onBack(back);
			cancelAnimationFrame(ticking);
			let before = performance.now();
			const tick = (now: number): void => {
				if (!video.seeking) {
					to(video.currentTime * 1000 - (now - before) * back);
					before = now;
				}
				if (video.currentTime <= 0) stopBack();
				else ticking = requestAnimationFrame(tick);
			};
			ticking = requestAnimationFrame(tick);
		},
		step(frames) {
			pause();
			to(stepFrom(video.currentTime * 1000, frames, about.fps, about.known));
		},
		seek(ms) {
			stopBack();
			to(ms);
		},
		setRate(rate) {
			video.playbackRate = rate;
		},
		end: pause,
	};
}

/** The middle of the frame so many frames on, where the element surely shows that one. */
export function stepFrom(ms: number, frames: number, fps: number | undefined, known: readonly KnownFrame[]): number {
	const frame = frameAt(ms, fps, known);
	if (frame === null || fps === undefined) return ms + frames * STEP_UNKNOWN_MS;
	const wanted = Math.max(0, frame + frames);
	return beginOf(wanted, fps, known) + 500 / fps;
}

/** The first whole millisecond of the frame shown at a time; the time itself, whole, where no frame rate is known. */
export function frameStart(ms: number, fps: number | undefined, known: readonly KnownFrame[]): number {
	const frame = frameAt(ms, fps, known);
	if (frame === null || fps === undefined) return Math.round(ms);
	return Math.ceil(beginOf(Math.max(0, frame), fps, known) - ROUNDING_MS);
}

function beginOf(frame: number, fps: number, known: readonly KnownFrame[]): number {
	const base = known.filter((one) => one.frame <= frame).sort((a, b) => b.frame - a.frame)[0];
	const { frame: first, ptsMs } = base ?? { frame: 0, ptsMs: 0 };
	return ptsMs + ((frame - first) * 1000) / fps;
}
