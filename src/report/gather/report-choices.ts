import type { OpenCase } from '../../client/cases.ts';
import type { Id } from '../../domain/ids.ts';
import type { PaperSigner, Timestamp } from '../seal/paper-signer.ts';
import type { Language } from '../verify/event-words.ts';

/** `open`: as the worker made them. `blurred`: so coarse that nobody is known in them; made where the report is made. */
export const keyframeChoices = ['none', 'blurred', 'open'] as const;
export type Keyframes = (typeof keyframeChoices)[number];

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
	keyframes: Keyframes;
	/** What was written about exhibited clips. Without, the bounds of a clip stand on the issuer's word alone. */
	withNotes: boolean;
	/** Signs report.pdf, instead of the issuer's self-made certificate. */
	signer?: PaperSigner | undefined;
	/** Has an outside authority say when report.pdf was signed. */
	timestamp?: Timestamp | undefined;
	/** Of the program that makes the report. */
	version: string;
}
