import type { ExportRequest } from '../../client/case/exports.ts';
import type { OpenCase } from '../../client/cases.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { hashOfWords, type IssuerWords } from '../../domain/issuer-words.ts';
import { type Choices, type Hidden, hashOf, Leaves, nothingHidden } from '../../domain/leaves.ts';
import type { PaperSigner, Timestamp } from '../seal/paper-signer.ts';
import type { Language } from '../verify/event-words.ts';

/** `open`: as the worker made them. `blurred`: so coarse that nobody is known in them; made where the report is made. */
export const keyframeChoices = ['none', 'blurred', 'open'] as const;
export type Keyframes = (typeof keyframeChoices)[number];

/** What a report is to be about, for whom, and what it discloses. People leave as pseudonyms, always. */
export interface ReportChoices {
	open: OpenCase;
	items: readonly Id[];
	/** Items of the case that were expunged, and are to be named by that word alone. */
	expunged?: readonly Id[] | undefined;
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
	/** What stays a hash of all that; nothing, if it does not say. */
	hide?: Partial<Hidden> | undefined;
	/** The report's id, where somebody else agreed beforehand that it may leave, and the salt it was asked for with. */
	agreed?: { report: Id; salt: string } | undefined;
	/** Signs report.pdf, instead of the issuer's self-made certificate. */
	signer?: PaperSigner | undefined;
	/** Has an outside authority say when report.pdf was signed. */
	timestamp?: Timestamp | undefined;
	words?: IssuerWords | undefined;
	/** Of the program that makes the report. */
	version: string;
	/** Of its source, where that is known. */
	commit?: string | null | undefined;
}

/** What of it is bound by beginning the report, and by asking for it. */
export type Leaving = Pick<
	ReportChoices,
	| 'withOriginals'
	| 'withOrigin'
	| 'withNotes'
	| 'keyframes'
	| 'hide'
	| 'recipient'
	| 'purpose'
	| 'items'
	| 'expunged'
	| 'words'
>;

/** Characters of each of the issuer's words. */
const LONGEST = 20_000;

/** The choices as the report states them. */
export function stated({ withOriginals, withOrigin, withNotes, keyframes, hide }: Omit<Leaving, 'items'>): Choices {
	const { peopleShown = [], ...kinds } = hide ?? {};
	const named = [...new Set(peopleShown)].sort();
	const hidden = {
		...nothingHidden,
		...kinds,
		entries: [...new Set(hide?.entries ?? [])].sort((a, b) => a - b),
		...(named.length > 0 && { peopleShown: named }),
	};
	return { originals: withOriginals, origin: withOrigin, notes: withNotes, keyframes, hidden };
}

/** The choices as a report is begun for them. Two reports never have the same. */
export function leavesOf(choices: Leaving, salt: string): Leaves {
	const { recipient, purpose, items, expunged = [] } = choices;
	const without = expunged.length === 0 ? {} : { expunged: hashOf([...expunged]) };
	const words = hashOfWords(choices.words ?? {}, salt);
	const own = words === undefined ? {} : { words };
	return { ...stated(choices), salt, recipient, purpose, items: hashOf([...items]), ...without, ...own };
}

/** The choices of a report as it was asked for, and as it leaves once another lead agreed. */
export function choicesAsked(
	{ report, items, expunged, words }: Pick<ExportRequest, 'report' | 'items' | 'expunged' | 'words'>,
	{ originals, origin, notes, keyframes, hidden, recipient, purpose, salt }: Leaves,
) {
	return {
		items,
		expunged,
		withOriginals: originals,
		withOrigin: origin,
		withNotes: notes,
		keyframes,
		hide: hidden,
		recipient,
		purpose,
		words,
		agreed: { report, salt },
	};
}

/**
 * Throws `bad-request` for choices that contradict each other, since an original tells what was to be hidden of it; for more than a
 * report can be begun for; and for words without end.
 */
export function checkChosen(choices: Leaving): void {
	const { withOriginals, withNotes, hide, words } = choices;
	if (hide?.peopleShown !== undefined && !(hide.people === true && withNotes))
		throw new CustosError('bad-request', 'single people are named where the others are hidden, and clips are told of');
	if (withOriginals && hide?.technical === true)
		throw new CustosError('bad-request', 'an original tells its own size, hash and findings: they cannot be hidden');
	if (!Leaves.safeParse(leavesOf(choices, '0'.repeat(64))).success)
		throw new CustosError('bad-request', 'more is chosen, or longer names are, than a report can be begun for');
	if (Object.values(words ?? {}).some((one) => one !== undefined && one.length > LONGEST))
		throw new CustosError(
			'bad-request',
			`what is said of the report in your own words has at most ${LONGEST} characters`,
		);
}
