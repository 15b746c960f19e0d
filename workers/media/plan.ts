import type { Choice, Shape } from './ffmpeg.ts';
import { type ProbedStream, pixelShapeOf, turnOf } from './probe.ts';

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

/** For each moment, whether it is the first of its interval; intervals are counted from time stamp zero, `startMs` before 0. */
function firsts(moments: readonly Moment[], startMs: number, intervalMs: number): boolean[] {
	const seen = new Set<number>();
	return moments.map(({ ms }) => {
		const interval = Math.floor((ms + startMs) / intervalMs);
		if (seen.has(interval)) return false;
		seen.add(interval);
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
 * next that is not black. At most `most`, changes of scene going first when there are too many. `startMs`: the file's
 * first time stamp.
 */
export function choose(
	pictures: readonly Measured[],
	startMs: number,
	intervalMs: number,
	most: number,
): (Reason | undefined)[] {
	const isFirst = firsts(pictures, startMs, intervalMs);
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
export interface Span {
	readonly fromMs: number;
	readonly toMs: number;
}

const MOST_STRETCHES = 16;
/** Video time that is decoded whole for one item, in milliseconds. */
export const BUDGET_MS = 30 * 60_000;

/**
 * Stretches the key frames do not show: long gaps between them (`gaps`), and what follows a black picture before the
 * next picture that is not. Bounded in number and length; `left` tells how many were left out or cut short.
 */
export function stretches(
	pictures: readonly Measured[],
	gaps: readonly Span[],
	endMs: number,
	intervalMs: number,
): { wanted: Span[]; left: number } {
	const dark: Span[] = [];
	for (const [i, picture] of pictures.entries()) {
		const next = pictures[i + 1];
		if (!isBlack(picture) || (next !== undefined && !isBlack(next) && next.ms - picture.ms <= intervalMs)) continue;
		const allDark = next !== undefined && isBlack(next);
		dark.push({ fromMs: picture.ms, toMs: allDark ? next.ms : Math.min(next?.ms ?? endMs, picture.ms + intervalMs) });
	}
	const wanted: Span[] = [];
	let [budget, left] = [BUDGET_MS, 0];
	for (const { fromMs, toMs } of joined([...gaps, ...dark])) {
		const until = Math.min(toMs, fromMs + budget);
		const full = wanted.length >= MOST_STRETCHES || until <= fromMs;
		if (full || until < toMs) left++;
		if (full) continue;
		budget -= until - fromMs;
		wanted.push({ fromMs, toMs: until });
	}
	return { wanted, left };
}

/** Spans in order of time; those that touch become one, and empty ones go. */
function joined(spans: readonly Span[]): Span[] {
	const all: { fromMs: number; toMs: number }[] = [];
	for (const span of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
		const last = all.at(-1);
		if (span.toMs <= span.fromMs) continue;
		if (last !== undefined && last.toMs >= span.fromMs) last.toMs = Math.max(last.toMs, span.toMs);
		else all.push({ ...span });
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
