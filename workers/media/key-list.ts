/** A stretch of time without a key frame, in ticks. */
export interface Gap {
	readonly from: number;
	readonly to: number;
}

const ROW = /^\d+,\s*(?:-?\d+|NOPTS),\s*(-?\d+|NOPTS),\s*-?\d+,\s*\d+,\s*0x[0-9a-f]+(?:,\s*F=0x([0-9A-F]+))?/;
const BASE = /^#tb \d+: (\d{1,10}\/\d{1,10})/;
const KEY = 1;
const NO_PTS = '-9223372036854775808';
const GAPS = 256;

/** Reads the list of key packets line by line (framecrc), for their number and the long gaps between them. */
export class KeyList {
	/** Time base of the stream; known once the head of the text was read. */
	timeBase: string | undefined;
	/** True when a key packet has no time of its own, as in a raw stream. */
	timeless = false;
	/** Key packets seen that have a time. */
	count = 0;
	/** The last key packet's time in ticks. */
	last: number | undefined;
	/** At most 256. */
	readonly gaps: Gap[] = [];
	readonly #longGapMs: number;

	/** Gaps longer than `longGapMs` milliseconds are remembered. */
	constructor(longGapMs: number) {
		this.#longGapMs = longGapMs;
	}

	/** One line, without its end. */
	take(line: string): void {
		if (line.startsWith('#')) {
			this.timeBase ??= BASE.exec(line)?.[1];
			return;
		}
		const row = ROW.exec(line);
		const [, stamp, flags] = row ?? [];
		if (stamp === undefined || (flags !== undefined && (Number.parseInt(flags, 16) & KEY) === 0)) return;
		if (stamp === 'NOPTS' || stamp === NO_PTS) {
			this.timeless = true;
			return;
		}
		const pts = Number(stamp);
		const [num, den] = (this.timeBase ?? '1/1000').split('/').map(Number) as [number, number];
		const before = this.last ?? pts;
		if (pts - before > (this.#longGapMs * den) / (1000 * num) && this.gaps.length < GAPS)
			this.gaps.push({ from: before, to: pts });
		this.last = Math.max(pts, before);
		this.count++;
	}
}
