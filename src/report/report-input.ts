import type { Json } from '../domain/canonical.ts';
import type { Choices } from '../domain/leaves.ts';
import type { KeyLink } from '../domain/ledger/key-links.ts';
import type { Opening } from '../domain/ledger/opening.ts';
import type { EntryText } from '../domain/ledger/receipt.ts';
import type { Remains } from '../domain/ledger/remains.ts';
import type { Language } from './verify/event-words.ts';
import type { Fields, Seal } from './verify/report-model.ts';
import type { Stamped } from './verify/stamped.ts';

/**
 * An entry, and its detail if the report may disclose it: opened from its sealed bytes by a member of the case. A detail
 * leaves whole, or as an opening: of one that is sealed to another case the item is in what was shown to this one, and of any what the issuer
 * did not choose to hide. Not disclosed, ever: that of `case.member-added` (names of members). Think twice: `intake.opened`
 * (where it comes from), `intake.closed` (names of files that are not in the report).
 */
export interface DisclosedEntry {
	entry: EntryText;
	detail?: { /** 32 bytes, hex. */ seed: string; fields: { readonly [name: string]: Json } } | undefined;
	/** In place of a detail, some of its fields. */
	opening?: Opening | undefined;
}

export interface ClipInput {
	id: string;
	/** Null: sealed so that nobody can read it. */
	fromMs: number | null;
	toMs: number | null;
	fromFrame: number | null;
	toFrame: number | null;
	tags: readonly string[];
	note: string | null;
	people: readonly string[];
	/** People shown who were not chosen to be named. */
	peopleWithheld?: number | undefined;
}

export interface ExhibitInput {
	/** The id of `exhibit.added`, and the notary's numbers: of the item, and of the clip under that. */
	id: string;
	number: number;
	clipNumber: number | null;
	withdrawn: boolean;
	title: string | null;
	clip: ClipInput | null;
}

/** In a plan, the SHA-256 of a file that is made only with the report, and what raw media data say that are opened only then. Never in a signed report: no plan can be signed. */
export const MADE_LATER = '0'.repeat(64);

/** Files of an item before any of them is opened; the small ones by their SHA-256, or `MADE_LATER`. */
export interface PlannedFiles {
	original: boolean;
	sealed: boolean;
	key: boolean;
	probe: string | null;
	packets: string | null;
	keyframes: readonly { sha256: string; ptsMs: number }[];
}

/** One item. Null: not known, or not disclosed. Values that a signed detail holds too must be equal to it. */
export interface ItemInput {
	id: string;
	exhibits: readonly ExhibitInput[];
	/** As received; its last part is the name. */
	path: string | null;
	size: number | null;
	modified: string | null;
	/** SHA-256 of the plaintext, hex: the one in the detail of `item.received`. */
	sha256: string | null;
	/** What the worker found: fields of the same names in the detail of `item.examined` or `derivative.made`. */
	summary: Fields | null;
	packets: readonly { index: number; codecType: string; packets: number; root: string }[];
	/** Versions by program. */
	tools: Fields | null;
	commands: readonly { program: string; args: readonly string[] }[];
	/** What the examination remarked besides its results. */
	warnings?: readonly string[] | undefined;
	/** Raw ffprobe output, exactly as the worker kept it. */
	probe?: Uint8Array | undefined;
	/** Output of `ffmpeg -f framehash`. */
	framehash?: Uint8Array | undefined;
	/** Only those that may be disclosed. JPEG. */
	keyframes: readonly { ptsMs: number; jpeg: Uint8Array }[];
	/** Opens a stream of the plaintext. Leave out to keep the original back. */
	original?: (() => AsyncIterable<Uint8Array>) | undefined;
	/** The sealed item: its prefix, and a stream of its body alone. */
	sealed?: { prefix: Uint8Array; body: () => AsyncIterable<Uint8Array> } | undefined;
	/** `AGE-SECRET-KEY-1…` of class original. Leaves only together with the original, so both or neither. */
	key?: string | undefined;
	/** For a draft alone, instead of the content above: what a bag would hold of this item. */
	planned?: PlannedFiles | undefined;
	/** Events 1..n of the item; the last is the `report.begun` of this report. */
	entries: readonly DisclosedEntry[];
}

/** Everything a report is made of. The caller fetched, verified and opened it. */
export interface ReportInput {
	id: string;
	/** UTC, milliseconds. */
	issued: string;
	language: Language;
	/** The issuer's Ed25519 public key, hex. */
	issuer: string;
	software: { version: string; commit: string | null };
	purpose: string | null;
	authority: string | null;
	recipient: string | null;
	redactions: readonly string[];
	/** What was chosen to leave, as the detail of `report.begun` says it; undefined where it says nothing. */
	choices?: Choices | undefined;
	supersedes: string | null;
	/** What qualifies the issuer to certify; the wording of the certification itself is fixed. */
	qualification: string | null;
	/** Of the certificate that will sign report.pdf: `sealOf` the signer that the bag is written with; null without one. */
	seal: Seal | null;
	case: {
		id: string;
		title: string | null;
		/** Of exhibit labels: `GUL` makes `GUL-0012`. */
		prefix: string | null;
		legalBasis: string | null;
		consent: string | null;
		restrictions: string | null;
		victimProtection: string | null;
		details: Fields;
		/** Case events 1..n; the last is the case's own `report.begun` of this report. */
		entries: readonly DisclosedEntry[];
	};
	log: {
		/** The key that signed `checkpoint`. */
		vkey: string;
		/** How the log's key came to be that one, from its first on. */
		links?: readonly KeyLink[] | undefined;
		/** Signed note. Every proof is under this checkpoint, or under an older one that `growth` leads from. */
		checkpoint: string;
		growth: readonly { from: number; proof: readonly Uint8Array[] }[];
		/** The public policy of the archive's witnesses, and the newest checkpoint they cosigned; of a size in `growth`, or `checkpoint`'s. */
		witnesses?: { policy: string; cosigned: string | null } | undefined;
		/** What time authorities said of checkpoints, in order; each of a size in `growth`, or `checkpoint`'s. */
		stamps?: readonly Stamped[] | undefined;
		founding: EntryText;
		/** Enrolments of every person who appears, stewards of entry 0 excepted. */
		enrolments: readonly EntryText[];
	};
	items: readonly ItemInput[];
	/** Items that were expunged: the number each had in the case, and what remains of events 1..n, the last of which expunged it. */
	expunged?: readonly { id: string; number: number | null; remains: readonly Remains[] }[] | undefined;
}
