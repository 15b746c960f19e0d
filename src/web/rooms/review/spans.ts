import type { Clip, KnownClip } from '../../../client/case/clips.ts';
import type { KnownNote, Note } from '../../../client/case/notes.ts';
import type { Id } from '../../../domain/ids.ts';

/** A part of a recording that somebody said something about. */
export interface Span {
	fromMs: number;
	toMs: number;
	text: string;
}

/** Warnings and ranges that are not to be shown. */
export interface Cautions {
	warnings: Span[];
	hidden: Span[];
	/** Somebody asked that nothing of the item be shown. */
	hideAll: boolean;
	/** A warning about all of it. */
	warnAll: boolean;
}

/** The notes on an item that hold. */
export function notesOn(item: Id, notes: readonly Note[]): Note[] {
	return notes.filter((one) => one.item === item && one.replacedBy === undefined);
}

export function clipsOf(item: Id, clips: readonly Clip[]): KnownClip[] {
	return clips.flatMap((one) => (one.item === item && !one.unreadable ? [one] : []));
}

/** Parts of the recording that notes are about, but for those that warn. `notes` are those that hold. */
export function placesOf(notes: readonly Note[]): Span[] {
	return notes.flatMap((note) => {
		if (note.unreadable || isCaution(note) || (note.fromMs === null && note.toMs === null)) return [];
		return [spanOf(note)];
	});
}

/** What earlier reviewers warned of. `notes` are those that hold; a range that only begins goes to the end. */
export function cautionsOf(notes: readonly Note[]): Cautions {
	const found: Cautions = { warnings: [], hidden: [], hideAll: false, warnAll: false };
	for (const note of notes) {
		if (note.unreadable || !isCaution(note)) continue;
		const hide = note.flag === 'do-not-show';
		if (note.fromMs === null && note.toMs === null) {
			if (hide) found.hideAll = true;
			else found.warnAll = true;
			continue;
		}
		(hide ? found.hidden : found.warnings).push(spanOf(note));
	}
	return found;
}

function isCaution({ flag }: KnownNote): boolean {
	return flag === 'warning' || flag === 'do-not-show';
}

function spanOf({ fromMs, toMs, text }: KnownNote): Span {
	return { fromMs: fromMs ?? 0, toMs: toMs ?? Number.POSITIVE_INFINITY, text: text ?? '' };
}

/** The span that a moment lies in, or that begins within `aheadMs` after it. */
export function spanAt(ms: number, spans: readonly Span[], aheadMs = 0): Span | undefined {
	return spans.find((one) => ms + aheadMs >= one.fromMs && ms < one.toMs);
}
