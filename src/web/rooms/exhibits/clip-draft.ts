import { z } from 'zod';
import type { ClipDetail, ClipInput } from '../../../client/case/clips.ts';
import { frameAt, type KnownFrame } from '../../../client/case/frame-at.ts';
import { parseTimecode } from '../../../client/case/timecode.ts';

/** A recording as tools found it this much longer than told is still within it: they round. */
const END_TOLERANCE_MS = 500;

/** What is known of the recording that a clip is marked in. */
export interface ClipMedium {
	durationMs?: number | undefined;
	/** Average frames per second. */
	fps?: number | undefined;
	/** Frames whose time is known exactly, as of the key frames. */
	known?: readonly KnownFrame[] | undefined;
}

/** The form as it is filled in: times as they were typed. */
export const ClipDraft = z.object({
	name: z.string(),
	from: z.string(),
	to: z.string(),
	tags: z.array(z.string()),
	note: z.string(),
	people: z.array(z.string()),
	legalElement: z.string(),
	confidence: z.enum(['low', 'medium', 'high']).nullable(),
});
export type ClipDraft = z.infer<typeof ClipDraft>;

/** What has to be mended before a clip can be marked. */
export interface ClipFaults {
	from?: 'notATime' | 'beyondEnd';
	to?: 'notATime' | 'beyondEnd' | 'notAfter';
}

/** A draft that begins with this wording. `timecode` writes milliseconds as people type them. */
export function draftOf(start: Partial<ClipDetail>, timecode: (ms: number) => string): ClipDraft {
	return {
		name: start.name ?? '',
		from: start.fromMs === undefined ? '' : timecode(start.fromMs),
		to: start.toMs === undefined ? '' : timecode(start.toMs),
		tags: start.tags ?? [],
		note: start.note ?? '',
		people: start.people ?? [],
		legalElement: start.legalElement ?? '',
		confidence: start.confidence ?? null,
	};
}

export function faultsOf(draft: ClipDraft, medium: ClipMedium): ClipFaults {
	const [from, to] = [parseTimecode(draft.from), parseTimecode(draft.to)];
	const beyond = (ms: number): boolean => ms > (medium.durationMs ?? Number.POSITIVE_INFINITY) + END_TOLERANCE_MS;
	const faults: ClipFaults = {};
	if (from === undefined) faults.from = 'notATime';
	else if (beyond(from)) faults.from = 'beyondEnd';
	if (to === undefined) faults.to = 'notATime';
	else if (beyond(to)) faults.to = 'beyondEnd';
	else if (from !== undefined && to <= from) faults.to = 'notAfter';
	return faults;
}

/** The frame that is shown at a typed time; null where it cannot be told. */
export function frameOf(typed: string, medium: ClipMedium): number | null {
	const ms = parseTimecode(typed);
	return ms === undefined ? null : frameAt(ms, medium.fps, medium.known ?? []);
}

/** What is to be sealed. Only of a draft without faults. */
export function clipOf(draft: ClipDraft, medium: ClipMedium, sha256: string | null | undefined): ClipInput {
	const orNull = (text: string): string | null => text.trim() || null;
	return {
		name: orNull(draft.name),
		fromMs: parseTimecode(draft.from) ?? 0,
		toMs: parseTimecode(draft.to) ?? 0,
		fromFrame: frameOf(draft.from, medium),
		toFrame: frameOf(draft.to, medium),
		fps: medium.fps ?? null,
		...(sha256 === undefined ? {} : { sha256 }),
		tags: draft.tags,
		note: orNull(draft.note),
		people: draft.people,
		legalElement: orNull(draft.legalElement),
		confidence: draft.confidence,
	};
}
