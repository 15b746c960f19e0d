// Rows about the archive itself: its people, what stewards agree on, worker epochs, cases and who is in them.

export interface PersonRow {
	key: string;
	box: string;
	role: string;
	suspended: boolean;
	/** The oldest key of the same person, by `formerly`; this one where there is none. */
	first_key: string;
	idx: number;
}

export interface InviteRow {
	id: string;
	role: string;
	by_person: string;
	used: boolean;
}

export interface EpochRow {
	epoch: number;
	key: string;
	worker: string;
	idx: number;
}

/** The newest worker epoch; one row. Closed as soon as any worker, who may hold its key, is suspended. */
export interface OpenEpochRow {
	archive: string;
	epoch: number;
	closed: boolean;
}

export interface CaseRow {
	id: string;
	generation: number;
	key: string;
	exhibits: number;
	/** So many of its items were expunged by entries of this log. */
	expunged: number;
	idx: number;
}

/** A newer key of a case than the one it was made with; `idx` is the entry that brought it. */
export interface CaseKeyRow {
	case_id: string;
	generation: number;
	key: string;
	idx: number;
}

/** The newest key that a member was given apart from being taken in. */
export interface CaseGrantRow {
	person: string;
	case_id: string;
	generation: number;
	idx: number;
}

/** A key of the log that has another before or after it: `since` is the entry that named it (null: it is the first), `ended` the one that closed it. */
export interface LogKeyRow {
	key: string;
	since: number | null;
	ended: number | null;
}

export interface MemberRow {
	case_id: string;
	person: string;
	role: string;
	generation: number;
	active: boolean;
	idx: number;
}

/** Every suspension card there ever was, by its public key. */
export interface CardRow {
	card: string;
	person: string;
	idx: number;
}

/** A person's card that is good today; null once it was used or taken back. `idx` is the entry that said so last. */
export interface CardInForceRow {
	person: string;
	card: string | null;
	/** How many they made. */
	made: number;
	idx: number;
}

/** An act that a steward proposed. */
export interface ProposalRow {
	id: string;
	/** SHA-256 of the act's canonical JSON, hex. */
	what: string;
	by_person: string;
	/** The signing keys of those who approved, in that order; the first is who proposed it. */
	approvals: string[];
	/** The first keys of the same people, in the same order. */
	by_people: string[];
	/** The notary's, of the entry `idx`. */
	time: string;
	idx: number;
	/** The entry by which it was carried out, or withdrawn. */
	ended: number | null;
}

/** How many stewards must agree, and how many there are who can. One row. */
export interface StewardsRow {
	archive: 'archive';
	threshold: number;
	/** Not suspended. */
	active: number;
	/** The newest entry that suspended one. */
	suspended: number | null;
}

/** Who the stewards are, one person having perhaps several keys. One row. */
export interface StewardPeopleRow {
	archive: 'archive';
	/** The first key of each steward's key that is not suspended, in order: as often as that person has such keys. */
	active: string[];
	/** The entry from which on people are counted; null while keys are. */
	since: number | null;
	/** The first keys of those with proposals that were made since, and are neither ended nor made stale by a suspension; in order. */
	proposers: string[];
	/** How many each of them has. */
	open: number[];
}
