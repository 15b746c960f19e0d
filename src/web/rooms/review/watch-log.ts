import type { Range } from '../../../client/case/watched.ts';

/** Moments that lie closer than this to each other were seen without a gap, in milliseconds. */
const GAP_MS = 60;
/** Two pictures of running footage are at most this far apart, in milliseconds of the footage. */
const STEP_MS = 1500;
/** A statement takes no more ranges. */
const MOST = 5000;

/** What was really shown of a recording, gathered picture by picture. */
export interface WatchLog {
	/** A picture was shown clear, or sound was heard, at this millisecond. */
	see(ms: number): void;
	/** The pictures do not go on from the last one: a jump, or nothing is shown. */
	cut(): void;
	/** All that was seen since it was last taken, merged. */
	take(): Range[];
	/** The same, and it stays. */
	peek(): Range[];
	/** Puts back what could not be told. */
	putBack(ranges: readonly Range[]): void;
	/** Milliseconds gathered and not taken. */
	pending(): number;
}

/** `frameMs`: how long one picture stands. */
export function createWatchLog(frameMs: number): WatchLog {
	let ranges: Range[] = [];
	let last: number | undefined;
	return {
		see(ms) {
			const goesOn = last !== undefined && ms >= last && ms - last <= STEP_MS;
			ranges.push([Math.max(0, goesOn ? (last as number) : ms), ms + (goesOn ? 0 : frameMs)]);
			last = ms;
			if (ranges.length > 4 * MOST) ranges = few(ranges);
		},
		cut() {
			last = undefined;
		},
		take() {
			const taken = few(ranges);
			ranges = [];
			return taken;
		},
		peek: () => few(ranges),
		putBack(back) {
			ranges.push(...back);
		},
		pending: () => lengthOf(merged(ranges)),
	};
}

/** Ranges in order, those that meet or overlap as one; whole milliseconds. */
export function merged(ranges: readonly Range[], gapMs = GAP_MS): Range[] {
	const found: Range[] = [];
	for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
		const before = found.at(-1);
		if (before !== undefined && from <= before[1] + gapMs) before[1] = Math.max(before[1], Math.round(to));
		else found.push([Math.round(from), Math.round(to)]);
	}
	return found;
}

/** How long ranges that do not overlap last together. */
export function lengthOf(ranges: readonly Range[]): number {
	return ranges.reduce((sum, [from, to]) => sum + to - from, 0);
}

/** Merged so far that a statement takes them. */
function few(ranges: readonly Range[]): Range[] {
	let gap = GAP_MS;
	let all = merged(ranges, gap);
	while (all.length > MOST) {
		gap *= 2;
		all = merged(all, gap);
	}
	return all;
}
