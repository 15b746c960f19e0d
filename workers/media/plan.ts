import { pixelShapeOf, type ProbedStream, turnOf } from './probe.ts';
import type { Choice, Shape } from './ffmpeg.ts';

/** Which pictures of a video are made and kept: pure decisions, from numbers to numbers. */

const AIM = 60;
const SHORTEST_MS = 2_000;
const LONGEST_MS = 300_000;
const MOST_INTERVALS = 120;
const HIGHEST = 480;
const WIDEST = 1920;
/** Of two key frames some seconds apart in one place, the difference stays well below this. */
const SCENE = 0.2;
/** Percentage of dark pixels from which a picture shows nothing (blackframe's own default). */
const BLACK = 98;

/** How often at least a picture is wanted: about 60 of a long video, never closer than 2 s, 5 min apart up to ten hours. */
export function intervalOf(durationMs: number): number {
	const wanted = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, durationMs / AIM));
	return Math.ceil(Math.max(wanted, durationMs / MOST_INTERVALS));
}

/** The size of a video's pictures: at most 480 high when upright, square pixels, never enlarged. */
export function shapeOf(stream: ProbedStream): Shape {
	const turn = turnOf(stream);
	const width = Math.max(1, stream.width ?? 0) * pixelShapeOf(stream);
	const height = Math.max(1, stream.height ?? 0);
	const sideways = turn === 90 || turn === 270;
	const factor = Math.min(1, HIGHEST / (sideways ? width : height), WIDEST / (sideways ? height : width));
	const even = (size: number): number => Math.max(2, 2 * Math.round((size * factor) / 2));
	return { width: even(width), height: even(height), turn };
}

/** Something that stands at a time, in milliseconds. */
interface Moment {
	readonly ms: number;
}

/** For each moment, whether it is the first of its interval. */
function firsts(moments: readonly Moment[], startMs: number, intervalMs: number): boolean[] {
	const seen = new Set<number>();
	return moments.map(({ ms }) => {
		const bucket = Math.floor((ms - startMs) / intervalMs);
		if (seen.has(bucket)) return false;
		seen.add(bucket);
		return true;
	});
}

/**
 * Which key packets to decode: the first of each interval, and one more whose size differs much from the one before (an
 * encoder spends other bytes on another scene).
 */
export function choiceOf(intervalMs: number): Choice {
	return { everyMs: intervalMs, factor: 1.35 };
}

/**
 * Whether decoded pictures are as many as `choiceOf` promised of `keys` key packets, the last at `lastMs`. Long gaps
 * between key packets are not the choice's fault, so half the promise will do.
 */
export function isEnough(pictures: readonly Moment[], keys: number, lastMs: number, intervalMs: number): boolean {
	const promised = Math.min(keys, Math.floor(Math.max(0, lastMs) / intervalMs) + 1);
	return keys === 0 || pictures.length >= promised / 2;
}

export type Reason = 'first' | 'floor' | 'scene';

/** What is known of a decoded picture when the choice is made. */
export interface Measured extends Moment {
	readonly scene: number;
	readonly dark: number;
}

/** True when a picture shows nothing. */
export function isBlack(picture: { dark: number }): boolean {
	return picture.dark >= BLACK;
}

/**
 * Which decoded pictures are kept: the first, the first of each interval, changes of scene, and after a black one the
 * next that is not black. At most `most`, changes of scene going first when there are too many.
 */
export function choose(pictures: readonly Measured[], intervalMs: number, most: number): (Reason | undefined)[] {
	const isFirst = firsts(pictures, pictures[0]?.ms ?? 0, intervalMs);
	let owed = false;
	const reasons = pictures.map((picture, i): Reason | undefined => {
		const lit = owed && !isBlack(picture);
		const reason = i === 0 ? 'first' : picture.scene >= SCENE ? 'scene' : isFirst[i] || lit ? 'floor' : undefined;
		if (reason !== undefined) owed = isBlack(picture);
		return reason;
	});
	let surplus = reasons.filter(Boolean).length - most;
	const dispensable = reasons.map((_, i) => i).filter((i) => reasons[i] === 'scene' && !isFirst[i]);
	dispensable.sort((a, b) => (pictures[a]?.scene ?? 0) - (pictures[b]?.scene ?? 0));
	for (const i of dispensable) if (surplus-- > 0) reasons[i] = undefined;
	let kept = 0;
	return reasons.map((reason) => (reason !== undefined && kept++ < most ? reason : undefined));
}

/** A stretch that must be decoded whole; milliseconds, on the pictures' own clock. */
export interface Wanted {
	readonly fromMs: number;
	readonly toMs: number;
	/** Looked into because a black picture hides what comes next, and one lit picture is enough. */
	readonly afterBlack: boolean;
}

const MOST_STRETCHES = 16;
/** Video time that is decoded whole for one item, in milliseconds. */
const BUDGET_MS = 30 * 60_000;

/**
 * Stretches the key frames do not show: long gaps between them (`gaps`), and what follows a kept black picture before
 * the next picture of any kind, within one interval. Bounded in number and length; `left` tells how many were left out.
 */
export function stretches(
	pictures: readonly Measured[],
	gaps: readonly { fromMs: number; toMs: number }[],
	endMs: number,
	intervalMs: number,
): { wanted: Wanted[]; left: number } {
	const wanted: Wanted[] = [];
	let [budget, left] = [BUDGET_MS, 0];
	const want = (fromMs: number, toMs: number, afterBlack: boolean): void => {
		if (toMs <= fromMs) return;
		if (wanted.length >= MOST_STRETCHES || budget <= 0) {
			left++;
			return;
		}
		const until = Math.min(toMs, fromMs + budget);
		if (until < toMs) left++;
		budget -= until - fromMs;
		wanted.push({ fromMs, toMs: until, afterBlack });
	};
	for (const gap of joined(gaps)) want(gap.fromMs, gap.toMs, false);
	for (const [i, picture] of pictures.entries()) {
		const next = pictures[i + 1];
		if (!isBlack(picture) || (next !== undefined && !isBlack(next) && next.ms - picture.ms <= intervalMs)) continue;
		const until = Math.min(next?.ms ?? endMs, picture.ms + intervalMs);
		if (!gaps.some((gap) => gap.fromMs <= picture.ms && picture.ms < gap.toMs)) want(picture.ms, until, true);
	}
	return { wanted, left };
}

/** Stretches that touch become one. */
function joined(gaps: readonly { fromMs: number; toMs: number }[]): { fromMs: number; toMs: number }[] {
	const all: { fromMs: number; toMs: number }[] = [];
	for (const gap of gaps) {
		const last = all.at(-1);
		if (last !== undefined && last.toMs >= gap.fromMs) last.toMs = Math.max(last.toMs, gap.toMs);
		else all.push({ ...gap });
	}
	return all;
}

/** `count` of the pictures, evenly, for the contact sheet; and its columns and rows. */
export function sheetOf(total: number): { picks: number[]; columns: number; rows: number } {
	const count = Math.min(20, total);
	const columns = Math.min(5, count);
	const picks = Array.from({ length: count }, (_, i) => Math.floor((i * total) / count));
	return { picks, columns, rows: Math.ceil(count / Math.max(1, columns)) };
}
