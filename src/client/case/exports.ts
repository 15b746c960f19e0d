import { type Hex32, Id } from '../../domain/ids.ts';
import { hashOfWords, IssuerWords, saidOf } from '../../domain/issuer-words.ts';
import { hashOf, hashOfLeaves, type Leaves, leavesIn } from '../../domain/leaves.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { isSamePerson } from '../enrolled.ts';
import { people } from '../people.ts';
import { type Submitted, submit } from '../submit.ts';
import { wholeHistory } from './history.ts';
import { inCase, sealed } from './mark.ts';

const DAY_MS = 86_400_000;

/** What it takes for a report to leave a case; where nobody said so, nobody else has to agree. */
export interface ExportRules {
	approvals: 0 | 1;
	days: number;
}

/** Somebody asked to let a report leave. */
export interface ExportRequest {
	report: Id;
	by: Hex32;
	/** The notary's time, and the entry. */
	at: string;
	index: number;
	/** As the request commits to it. */
	what: Hex32;
	/** What is to leave, and of which items; undefined where it cannot be read or is not what the request commits to. */
	leaves: Leaves | undefined;
	items: readonly Id[];
	/** What whoever asked says in their own words. */
	words: IssuerWords;
	/** Items that were expunged and are to be named by that word. */
	expunged: readonly Id[];
	/** `until`: the last moment at which the report may be begun, by today's rule. */
	approved: { by: Hex32; at: string; until: string } | undefined;
	refused: { by: Hex32; at: string } | undefined;
	begun: boolean;
	signed: boolean;
}

export interface Exports {
	rules: ExportRules;
	/** Newest last. */
	requests: ExportRequest[];
}

/** Where a request stands. */
export type ExportState = 'waits' | 'agreed' | 'expired' | 'refused' | 'begun' | 'made';

/** `now`: one's own clock; the notary judges by its own. */
export function stateOf({ approved, refused, begun, signed }: ExportRequest, now: Date): ExportState {
	if (signed) return 'made';
	if (refused !== undefined) return 'refused';
	if (approved === undefined) return 'waits';
	if (Date.parse(approved.until) < now.getTime()) return 'expired';
	return begun ? 'begun' : 'agreed';
}

/** The rule of a case and all that was asked under it, from its own events, none held back as far as the notary counts. */
export async function exportsOf(connection: Connection, open: OpenCase): Promise<Exports> {
	let rules: ExportRules = { approvals: 0, days: 7 };
	const requests = new Map<Id, ExportRequest>();
	const { events } = await wholeHistory(connection, open, 'case', open.id);
	for (const { entry, fields } of events) {
		const { statement: s, skeleton, index } = entry;
		if (skeleton.result !== 'accepted') continue;
		const { time: at } = skeleton;
		if (s.type === 'case.policy') rules = s.exports;
		else if (s.type === 'export.requested')
			requests.set(s.report, {
				report: s.report,
				by: s.actor,
				at,
				index,
				what: s.what,
				...readRequest(fields, s.what),
				approved: undefined,
				refused: undefined,
				begun: false,
				signed: false,
			});
		const request = 'report' in s ? requests.get(s.report) : undefined;
		if (request === undefined) continue;
		if (s.type === 'export.approved') request.approved = { by: s.actor, at, until: at };
		else if (s.type === 'export.refused') request.refused = { by: s.actor, at };
		else if (s.type === 'report.begun') request.begun = true;
		else if (s.type === 'report.signed') request.signed = true;
	}
	for (const { approved } of requests.values())
		if (approved !== undefined) approved.until = new Date(Date.parse(approved.at) + rules.days * DAY_MS).toISOString();
	return { rules, requests: [...requests.values()] };
}

/** What is asked for, if it is what the statement commits to: nobody is shown one thing and agrees to another. */
function readRequest(fields: { readonly [name: string]: unknown }, what: Hex32) {
	const leaves = leavesIn(fields);
	const items = Id.array().safeParse(fields['items']);
	const expunged = Id.array().safeParse(fields['expunged'] ?? []);
	const words = IssuerWords.safeParse(fields['words'] ?? {});
	const unread = { leaves: undefined, items: [], expunged: [], words: {} };
	if (leaves === undefined || !items.success || !expunged.success || !words.success) return unread;
	const without = expunged.data.length === 0 ? undefined : hashOf(expunged.data);
	const same = hashOfLeaves(leaves) === what && hashOf(items.data) === leaves.items && without === leaves.expunged;
	if (!same || hashOfWords(words.data, leaves.salt) !== leaves.words) return unread;
	return { leaves, items: items.data, expunged: expunged.data, words: words.data };
}

/** Sets what it takes from here on. Tightening and loosening are entries alike. */
export async function setExportRules(connection: Connection, open: OpenCase, exports: ExportRules): Promise<number> {
	return one(await submit(connection, [{ type: 'case.policy', fields: { ...inCase(open), exports, rules: 2 } }]));
}

/** Asks the other leads. The report will have this id, and leave as it is described here or not at all. */
export async function requestExport(
	connection: Connection,
	open: OpenCase,
	about: {
		report: Id;
		leaves: Leaves;
		items: readonly Id[];
		expunged?: readonly Id[] | undefined;
		words?: IssuerWords | undefined;
	},
): Promise<number> {
	const { report, leaves, items, expunged = [], words = {} } = about;
	const without = expunged.length === 0 ? {} : { expunged: [...expunged] };
	const own = leaves.words === undefined ? {} : { words: saidOf(words) };
	const detail = sealed(open, { leaves, items: [...items], ...without, ...own, purpose: leaves.purpose ?? '' });
	const fields = { ...inCase(open), report, what: hashOfLeaves(leaves) };
	return one(await submit(connection, [{ type: 'export.requested', fields, detail }]));
}

/** Whether one asked for it oneself, be it with another key. */
export async function isOwn(connection: Connection, { by }: Pick<ExportRequest, 'by'>): Promise<boolean> {
	const me = connection.identity.keys.sign;
	return by === me || isSamePerson(await people(connection), by, me);
}

/** Agrees to exactly what was asked for; for a lead who did not ask. */
export async function approveExport(
	connection: Connection,
	open: OpenCase,
	{ report, what }: Pick<ExportRequest, 'report' | 'what'>,
): Promise<number> {
	return one(await submit(connection, [{ type: 'export.approved', fields: { ...inCase(open), report, what } }]));
}

/** Says no, takes an agreement back, or one's own request. A reason is sealed to the case. */
export async function refuseExport(
	connection: Connection,
	open: OpenCase,
	{ report }: Pick<ExportRequest, 'report'>,
	reason: string,
): Promise<number> {
	const detail = sealed(open, { reason });
	return one(await submit(connection, [{ type: 'export.refused', fields: { ...inCase(open), report }, detail }]));
}

function one([made]: readonly Submitted[]): number {
	return (made as Submitted).index;
}
