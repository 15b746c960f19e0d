/** A frame that is known exactly: its number and its time. */
export interface KnownFrame {
	frame: number;
	ptsMs: number;
}

/**
 * The frame shown at a time: counted at the average frame rate from the nearest known frame before it, and never past
 * the next known one. Null when the rate is not known. Exact for a constant rate.
 */
export function frameAt(ms: number, fps: number | undefined, known: readonly KnownFrame[]): number | null {
	if (fps === undefined || fps <= 0) return null;
	const sorted = [...known].sort((a, b) => a.ptsMs - b.ptsMs);
	const before = sorted.findLast((one) => one.ptsMs <= ms) ?? { frame: 0, ptsMs: 0 };
	const next = sorted.find((one) => one.ptsMs > ms);
	// A frame is shown until the next begins; the tolerance is for times rounded to whole milliseconds.
	const counted = before.frame + Math.floor(((ms - before.ptsMs + 0.6) * fps) / 1000);
	return next === undefined ? counted : Math.max(before.frame, Math.min(counted, next.frame - 1));
}
