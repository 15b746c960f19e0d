import type { OpenCase } from '../../../client/cases.ts';
import type { Id } from '../../../domain/ids.ts';
import { version } from '../../../domain/version.ts';
import type { Keyframes, ReportChoices } from '../../../report/gather/report-choices.ts';
import type { PaperSigner } from '../../../report/seal/paper-signer.ts';
import { commit } from '../../commit.ts';

/** What the form holds. */
export interface Draft {
	readonly items: ReadonlySet<Id>;
	readonly recipient: string;
	readonly purpose: string;
	readonly language: 'en' | 'ru';
	readonly withOriginals: boolean;
	readonly keyframes: Keyframes;
	readonly withNotes: boolean;
	readonly withOrigin: boolean;
	/** What stays a hash of all that. */
	readonly hide: { readonly [K in Hideable]: boolean };
	/** Where people are hidden, those who are named all the same. */
	readonly peopleShown: ReadonlySet<string>;
	/** Entries whose whole detail does. */
	readonly hideEntries: ReadonlySet<number>;
	/** What the issuer says in their own words. */
	readonly own: { readonly [K in IssuerText]: string };
	/** The earlier report that this one replaces. */
	readonly supersedes: Id | undefined;
	/** Signs report.pdf; the issuer's self-made certificate where it is undefined. */
	readonly signer: PaperSigner | undefined;
	/** Says when report.pdf was signed: null nobody, undefined the first of those that the archive asks which answers it. */
	readonly timeAuthority: string | null | undefined;
}

/** What can be hidden as a kind, in the order it is shown. */
export const hideable = ['names', 'people', 'technical', 'titles', 'purposes'] as const;
export type Hideable = (typeof hideable)[number];

/** What the issuer may say, in the order of the report. */
export const issuerTexts = ['authority', 'legalBasis', 'consent', 'victimProtection', 'qualification'] as const;
export type IssuerText = (typeof issuerTexts)[number];

/** Disclosed only on purpose: everything begins unticked, and nothing leaves open by itself. */
export function newDraft(items: Iterable<Id>, language: Draft['language']): Draft {
	return {
		items: new Set(items),
		recipient: '',
		purpose: '',
		language,
		withOriginals: false,
		keyframes: 'none',
		withNotes: false,
		withOrigin: false,
		hide: { names: false, people: false, technical: false, titles: false, purposes: false },
		peopleShown: new Set(),
		hideEntries: new Set(),
		own: { authority: '', legalBasis: '', consent: '', victimProtection: '', qualification: '' },
		supersedes: undefined,
		signer: undefined,
		timeAuthority: undefined,
	};
}

/** What still has to be said before anything can be shown; each is a message. */
export type Missing = 'items' | 'purpose';

/** Whatever is opened is opened for a purpose, which goes into the ledger. */
export function missingIn(draft: Draft): Missing[] {
	const opens = draft.withOriginals || draft.keyframes !== 'none';
	return [
		...(draft.items.size === 0 ? (['items'] as const) : []),
		...(opens && draft.purpose.trim() === '' ? (['purpose'] as const) : []),
	];
}

/**
 * The draft as the report's own wish; `order`: all items there are, in the order of the case; `expunged`: those that there were, which
 * every report names by that word; `people`: whom its clips show, since nobody else may be named by having been chosen.
 */
export function choicesOf(
	draft: Draft,
	open: OpenCase,
	order: readonly Id[],
	expunged: readonly Id[],
	people: readonly string[],
): ReportChoices {
	const { language, withOriginals, keyframes, withNotes, withOrigin, hide, hideEntries } = draft;
	const said = (text: string): string | null => (text.trim() === '' ? null : text.trim());
	const named = namesSingly(draft) ? people.filter((one) => draft.peopleShown.has(one)) : [];
	const own = Object.fromEntries(issuerTexts.map((name) => [name, said(draft.own[name]) ?? undefined]));
	return {
		open,
		items: order.filter((id) => draft.items.has(id)),
		expunged,
		language,
		purpose: said(draft.purpose),
		recipient: said(draft.recipient),
		withOriginals,
		keyframes,
		withNotes,
		withOrigin,
		// An original tells them itself.
		hide: {
			...hide,
			technical: hide.technical && !withOriginals,
			entries: [...hideEntries],
			...(named.length > 0 && { peopleShown: named }),
		},
		signer: draft.signer,
		words: { ...own, supersedes: draft.supersedes },
		version,
		commit,
	};
}

/** Single people can be named where the others are hidden, and clips are told of. */
export function namesSingly({ hide, withNotes }: Pick<Draft, 'hide' | 'withNotes'>): boolean {
	return hide.people && withNotes;
}
