import type { ColumnType, Generated } from 'kysely';
import type { ItemState } from '../domain/wire.ts';
import type {
	CardInForceRow,
	CardRow,
	CaseGrantRow,
	CaseKeyRow,
	CaseRow,
	EpochRow,
	InviteRow,
	LogKeyRow,
	MemberRow,
	OpenEpochRow,
	PersonRow,
	ProposalRow,
	StewardPeopleRow,
	StewardsRow,
} from './archive-rows.ts';
import type { ExportRow, ExportRulesRow } from './export-rows.ts';

/** Whole numbers fit in a double here (log indices, byte sizes); the driver is told to read bigint as number. */

export interface SubjectRow {
	kind: string;
	id: string;
	n: number;
}
export interface IntakeRow {
	id: string;
	case_id: string;
	epoch: number;
	for_notary: string;
	idx: number;
}
export interface ItemRow {
	id: string;
	case_id: string;
	intake: string;
	state: ItemState;
	prefix: string;
	object: string;
	offset: number;
	size: number;
	sha256: string;
	idx: number;
	kept: number | null;
	examined: number | null;
	/** The worker epoch that can open it: its intake's, or that of its last fresh wrap. */
	epoch: number;
	rewrapped: number | null;
}
export interface DerivativeRow {
	id: string;
	item: string;
	prefix: string;
	object: string;
	offset: number;
	size: number;
	sha256: string;
	idx: number;
	kind: 'examination' | 'proxy';
}
/** The copy of an item that browsers play: asked for, made or failed; `idx` is the entry that says so. */
export interface ProxyRow {
	item: string;
	state: 'wanted' | 'made' | 'failed';
	idx: number;
}
export interface ClipRow {
	id: string;
	case_id: string;
	item: string;
	idx: number;
	/** Of its newest wording, from 1. */
	version: number;
}
export interface ExhibitRow {
	id: string;
	case_id: string;
	/** Of the item in its case. */
	number: number;
	/** Of the clip under that; 0 for the item itself. */
	clip_number: number;
	item: string;
	clip: string | null;
	idx: number;
	/** Numbers given to clips under this one. */
	clips: number;
	withdrawn: boolean;
}
export interface ReportRow {
	id: string;
	case_id: string;
	by_person: string;
	begun: number;
	signed: number | null;
}

/** One entry by which somebody marked something in a case: what its readers replay, in order. */
export interface MarkRow {
	idx: number;
	case_id: string;
	item: string | null;
	kind: string;
}
export interface NoteRow {
	id: string;
	case_id: string;
	item: string;
	replaced: boolean;
	idx: number;
}
/** Which exhibit of a case an item or a clip is today; null once that was withdrawn. */
export interface NumberedRow {
	case_id: string;
	/** The item or the clip. */
	what: string;
	exhibit: string | null;
}

/** An item in another case than the one that received it. */
export interface SharedRow {
	item: string;
	case_id: string;
	/** How often it was shared into this case. */
	version: number;
	/** Of the newest time. */
	idx: number;
}

/** How many entries a list of a case holds: of `items` (received or shared into it), or of `marks`. */
export interface ListedRow {
	case_id: string;
	list: 'items' | 'marks';
	n: number;
}

/** A sealed body that was found missing or altered, the last time; `restored` is the entry that says it is well again. */
export interface DamageRow {
	/** Of the item or the derivative. */
	body: string;
	item: string;
	found: 'missing' | 'differs';
	idx: number;
	restored: number | null;
}

/** An item that was expunged by entry `idx`, the `n`th event of it. */
export interface ExpungedRow {
	item: string;
	idx: number;
	n: number;
}
/** A case it was in. */
export interface ExpungedInRow {
	item: string;
	case_id: string;
	idx: number;
}

/** What `apply` keeps: one table a noun, rebuilt by the audit. */
export interface Projection {
	subjects: SubjectRow;
	people: PersonRow;
	invites: InviteRow;
	epochs: EpochRow;
	open_epoch: OpenEpochRow;
	cases: CaseRow;
	case_keys: CaseKeyRow;
	case_grants: CaseGrantRow;
	log_keys: LogKeyRow;
	members: MemberRow;
	intakes: IntakeRow;
	items: ItemRow;
	derivatives: DerivativeRow;
	proxies: ProxyRow;
	clips: ClipRow;
	exhibits: ExhibitRow;
	reports: ReportRow;
	marks: MarkRow;
	notes: NoteRow;
	shared: SharedRow;
	numbered: NumberedRow;
	cards: CardRow;
	cards_in_force: CardInForceRow;
	listed: ListedRow;
	damages: DamageRow;
	export_rules: ExportRulesRow;
	exports: ExportRow;
	proposals: ProposalRow;
	stewards: StewardsRow;
	steward_people: StewardPeopleRow;
	expunged: ExpungedRow;
	expunged_in: ExpungedInRow;
}

type Now = ColumnType<Date, Date | undefined, Date>;

export interface Database extends Projection {
	'ledger.entries': {
		idx: number;
		leaf: Uint8Array;
		skeleton: string;
		skeleton_salt: Uint8Array;
		subject: string;
		n: number;
	};
	'ledger.bodies': {
		idx: number;
		actor: string;
		statement_id: string;
		statement: Uint8Array;
		signature: Uint8Array;
		statement_salt: Uint8Array;
		sealed: Uint8Array | null;
	};
	'ledger.nodes': { level: number; idx: number; hash: Uint8Array };
	'ledger.checkpoints': { size: number; root: string; note: string };
	'ledger.time_tokens': { size: number; authority: string; note: string; answer: Uint8Array; time: Date };
	time_asked: { authority: string; trouble: string | null; since: Date | null };
	'ledger.expunged_later': { item: string; at: number; n: number; entry: string };
	'ledger.prefixes': { id: string; item: string; prefix: Uint8Array };
	pending: {
		seq: Generated<number>;
		actor: string;
		statement_id: string;
		statement: Uint8Array;
		signature: Uint8Array;
		sealed: Uint8Array | null;
		prefix: Uint8Array | null;
		founding: string | null;
	};
	outcomes: { statement_id: string; actor: string; outcome: string };
	/** Questions for the notary's signed count; `subjects` is JSON. */
	counts_asked: { nonce: string; subjects: string };
	denials: { person: string; hour: Date; count: number; hashes: Uint8Array };
	/** One row while there is a policy of witnesses; `states` and `held` are JSON. */
	witnessed: {
		one: boolean;
		policy: string;
		states: string;
		held: string | null;
		size: number | null;
		note: string | null;
	};
	notary_status: { one: boolean; log: string; notary: string; time_note: string; prepared: string | null };
	sessions: { token: string; person: string; nonce: string; expires: Date };
	joins: { invite: string; body: string; at: Now };
	uploads: {
		id: string;
		person: string;
		case_id: string;
		object: string;
		store_id: string;
		size: number;
		part_size: number;
		at: Now;
	};
	upload_parts: { upload: string; part: number; token: string; sha256: string };
	objects: { id: string; person: string; case_id: string; size: number; sha256: string | null; at: Now };
	leases: { item: string; worker: string; attempt: number; beat: Date };
	/**
	 * How far the tasks are that look after objects: `next` is the first entry whose body was not done yet. Beside them, as
	 * `all`, the bytes of all bodies when the re-hash last looked.
	 */
	upkeep: {
		task: 'copy' | 'rehash' | 'all';
		next: number;
		/** Of the round that is under way: when it began, and the bytes read. */
		began: Date;
		bytes: number;
		/** When the last round ended. */
		ended: Date | null;
		/** Why it does not go on: the code of an error. */
		trouble: string | null;
		since: Date | null;
		/** When the task last said anything. */
		at: Date;
	};
	/** How far the destruction of an expunged item is; `bodies` is JSON. */
	destruction: {
		item: string;
		bodies: string;
		/** When the store was found without it. */
		first: Date | null;
		second: Date | null;
		/** Until when a store keeps its ciphertext. */
		until: Date | null;
		/** When it was last looked for. */
		checked: Date | null;
	};
	/** Objects that somebody asked for and did not find. */
	not_found: { object: string; at: Now };
	/** When somebody with the key of this worker epoch last asked for its work. */
	epochs_seen: { epoch: number; at: Date };
}
