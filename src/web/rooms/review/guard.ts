import { type Span, spanAt } from './spans.ts';

/** A picture takes this long to reach the screen, at most; what is hidden is covered so much before. */
const AHEAD_MS = 350;

/** Keeps ranges that are not to be shown off the screen: covers them, and jumps over them while playing. */
export interface Guard {
	/** Covers or uncovers for this moment; to be called before a jump. */
	check(ms: number): void;
	/** Shows this range after all. */
	allow(span: Span): void;
	/** Ranges that are covered from now on. */
	set(hidden: readonly Span[]): void;
	/** The range that is covered now. */
	covered(): Span | undefined;
	end(): void;
}

/** `onCover` hears of each cover and of its end. */
export function guardVideo(video: HTMLVideoElement, onCover: (span: Span | undefined) => void): Guard {
	let hidden: readonly Span[] = [];
	const allowed = new Set<string>();
	let now: Span | undefined;
	const name = (span: Span): string => `${span.fromMs}-${span.toMs}`;
	const cover = (span: Span | undefined): void => {
		// Before anything else is drawn.
		video.style.visibility = span === undefined ? '' : 'hidden';
		if (now === span) return;
		now = span;
		onCover(span);
	};
	const check = (ms: number): void => {
		const ahead = video.paused ? 0 : AHEAD_MS * video.playbackRate;
		cover(
			spanAt(
				ms,
				hidden.filter((one) => !allowed.has(name(one))),
				ahead,
			),
		);
	};
	const look = (): void => {
		const ms = video.currentTime * 1000;
		if (!video.seeking) check(ms);
		if (now === undefined || video.paused || video.seeking) return;
		const end = video.duration * 1000;
		if (now.toMs >= end) video.pause();
		else video.currentTime = now.toMs / 1000;
	};
	let frame = 0;
	const onFrame = (): void => {
		look();
		frame = video.requestVideoFrameCallback(onFrame);
	};
	frame = video.requestVideoFrameCallback(onFrame);
	const events = ['timeupdate', 'seeked', 'play', 'loadeddata'] as const;
	for (const event of events) video.addEventListener(event, look);
	return {
		check,
		allow(span) {
			allowed.add(name(span));
			look();
		},
		set(next) {
			hidden = next;
			look();
		},
		covered: () => now,
		end() {
			video.cancelVideoFrameCallback(frame);
			for (const event of events) video.removeEventListener(event, look);
		},
	};
}
