import type { OpenCase } from '../../client/cases.ts';
import type { Id } from '../../domain/ids.ts';
import type { Language } from '../verify/event-words.ts';

/** What a report is to be about, for whom, and what it discloses. People leave as pseudonyms, always. */
export interface ReportChoices {
	open: OpenCase;
	items: readonly Id[];
	language: Language;
	purpose: string | null;
	recipient: string | null;
	/** The originals, sealed and open, with their keys. */
	withOriginals: boolean;
	/** The intake's record: where the items come from. */
	withOrigin: boolean;
	/** Key frames, as the worker made them. */
	withKeyframes: boolean;
	/** What was written about exhibited clips. Without, the bounds of a clip stand on the issuer's word alone. */
	withNotes: boolean;
	/** Of the program that makes the report. */
	version: string;
}
