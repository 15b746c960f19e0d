import type { ErrorCode } from '../domain/errors.ts';
import type { Skeleton } from '../domain/ledger/leaf.ts';
import type { Statement, StatementOf, StatementType } from '../domain/ledger/statement.ts';
import type { ArchiveRole, CaseRole } from '../domain/roles.ts';
import { allows, verbOf } from '../domain/who-may.ts';
import { ARCHIVE } from './archive.ts';
import { proposalRules } from './judge-approvals.ts';
import { byCard, cardRules } from './judge-cards.ts';
import { caseKeyRules } from './judge-case-keys.ts';
import { damageRules } from './judge-damages.ts';
import { exportRules, handOverRules, keepsRules, mayLeave } from './judge-exports.ts';
import { expungedSubject, expungeRules, toldExpunged } from './judge-expunged.ts';
import { logKeyRules } from './judge-log-key.ts';
import { markRules } from './judge-marks.ts';
import { peopleRules } from './judge-people.ts';
import { isProxyWanted } from './judge-proxies.ts';
import { isInCase, sharingRules } from './judge-shared.ts';
import { stewardRules } from './judge-stewards.ts';
import type { State } from './state.ts';

export type Subject = Pick<Skeleton['subject'], 'kind' | 'id'>;

/** `refused`: not even an entry, because the signer is nobody here. */
export type Verdict =
	| { outcome: 'accepted'; subject: Subject }
	| { outcome: 'denied'; code: ErrorCode; subject: Subject }
	| { outcome: 'refused'; code: ErrorCode };

/** The notary's own: its log key, whether the log is empty, and its time, ISO 8601. */
export interface Notary {
	logKey: string;
	empty: boolean;
	time: string;
	/** Of an `item.expunged` whose item's earlier entries are gone, or about to be: nothing is known of the item but this. */
	unseen?: boolean;
}

/**
 * What becomes of a validly signed, fresh statement, as a function of the projection alone. The audit asks the same
 * question of the same state and must get the answer that was written down.
 */
export function judge(state: State, s: Statement, notary: Notary): Verdict {
	if (s.type === 'archive.founded') return founding(s, notary);
	if (s.type === 'denials.folded') {
		if (s.actor !== notary.logKey) return { outcome: 'refused', code: 'unauthenticated' };
		return { outcome: 'accepted', subject: { kind: 'person', id: s.person } };
	}
	const carded = s.type === 'person.suspended' && s.by === 'card' ? byCard(state, s) : undefined;
	const self: Subject = { kind: 'person', id: s.actor };
	if (carded === 'accepted') return { outcome: 'accepted', subject: { kind: 'archive', id: ARCHIVE } };
	if (carded !== undefined) return { outcome: 'denied', code: carded, subject: self };
	const actor = state.get('people', s.actor);
	if (actor === undefined) return { outcome: 'refused', code: 'unauthenticated' };
	if (actor.suspended) return { outcome: 'denied', code: 'suspended', subject: self };

	const member = 'case' in s ? state.get('members', `${s.actor}/${s.case}`) : undefined;
	const role = member?.active ? (member.role as CaseRole) : undefined;
	const knows = actor.role === 'worker' || role !== undefined;
	const gone = toldExpunged(state, s, knows);
	if (gone !== undefined) return { outcome: 'denied', code: gone, subject: self };
	const subject = s.type === 'item.expunged' ? expungedSubject(state, s, notary) : subjectOf(state, s, knows);
	// Someone who could not know that a case or an item exists is told the same as if it did not.
	if (subject === undefined) return { outcome: 'denied', code: 'not-found', subject: self };
	const verb = verbOf(s);
	// An attempt at something that is for stewards or workers is the person's own, or anyone could swell that count.
	if (verb === undefined || !allows(verb, actor.role as ArchiveRole, role))
		return { outcome: 'denied', code: 'denied', subject: subject.kind === 'archive' ? self : subject };
	const code = s.type === 'item.expunged' ? expungeRules(state, s, notary) : rules(state, s, notary);
	return code === undefined ? { outcome: 'accepted', subject } : { outcome: 'denied', code, subject };
}

function founding(s: StatementOf<'archive.founded'>, notary: Notary): Verdict {
	const stewards = new Set(s.stewards.map((steward) => steward.sign));
	if (!notary.empty) return { outcome: 'refused', code: 'conflict' };
	if (!stewards.has(s.actor) || s.threshold > stewards.size) return { outcome: 'refused', code: 'bad-request' };
	return { outcome: 'accepted', subject: { kind: 'archive', id: ARCHIVE } };
}

/** What the statement is about; undefined if it is about something the actor could not know of. */
function subjectOf(
	state: State,
	s: Exclude<Statement, { type: 'item.expunged' }>,
	knows: boolean,
): Subject | undefined {
	if ('item' in s && s.item !== undefined) {
		if (s.type === 'item.received') {
			if (!knows) return undefined;
			// One that is there already is what the refusal is about, and takes it along when it is expunged.
			const own = itemIsNew(state, s) || isAgain(state, s);
			return own ? { kind: 'item', id: s.item } : { kind: 'case', id: s.case };
		}
		return knows && isInCase(state, s, s.item, s.case) ? { kind: 'item', id: s.item } : undefined;
	}
	if (s.type === 'case.created')
		return caseIsNew(state, s) ? { kind: 'case', id: s.case } : { kind: 'person', id: s.actor };
	if ('case' in s) return knows && state.get('cases', s.case) !== undefined ? { kind: 'case', id: s.case } : undefined;
	// Enrolments, suspensions and epochs are counted together, so that one number tells whether any is left out.
	return { kind: 'archive', id: ARCHIVE };
}

/** The newest epoch, and none of the workers was suspended since it was opened. */
function isOpen(state: State, epoch: number): boolean {
	const open = state.get('open_epoch', ARCHIVE);
	return open?.epoch === epoch && !open.closed;
}

/** Cases and items are counted by their ids, and prefixes lie under the ids of items and derivatives: no two share one. */
function itemIsNew(state: State, s: StatementOf<'item.received'>): boolean {
	const used =
		state.get('items', s.item) ?? state.get('derivatives', s.item) ?? state.get('subjects', `${s.item}/case`);
	return used === undefined;
}

function isAgain(state: State, s: StatementOf<'item.received'>): boolean {
	return state.get('items', s.item)?.case_id === s.case;
}

/** Where earlier versions counted this refusal, if elsewhere: an item stated once more, with its case. The ledgers of then hold it so. */
export function formerSubject(state: State, s: Statement): Subject | undefined {
	return s.type === 'item.received' && isAgain(state, s) ? { kind: 'case', id: s.case } : undefined;
}

function caseIsNew(state: State, s: StatementOf<'case.created'>): boolean {
	return state.get('cases', s.case) === undefined && state.get('subjects', `${s.case}/item`) === undefined;
}

/** What says nothing to anybody without its sealed detail. */
const detailed: ReadonlySet<StatementType> = new Set([
	'item.received',
	'item.shared',
	'clip.added',
	'clip.revised',
	'exhibit.added',
	'exhibit.renamed',
	'exhibit.withdrawn',
	'item.noted',
	'item.watched',
	'case.vocabulary',
	'export.requested',
	'report.handed-over',
	'report.acknowledged',
]);

function isExamination(state: State, derivative: string, item: string): boolean {
	const made = state.get('derivatives', derivative);
	return made?.item === item && made.kind === 'examination';
}

/** The rules of each type beyond roles. Returns the code of the first that is broken. */
function rules(state: State, s: Statement, { time, logKey }: Notary): ErrorCode | undefined {
	const founds = s.type === 'case.created' || s.type === 'case.rekeyed';
	if ('case' in s && !founds && state.get('cases', s.case)?.generation !== s.generation) return 'stale';
	if (detailed.has(s.type) && s.detail === undefined) return 'bad-request';
	const item = 'item' in s && s.item !== undefined ? state.get('items', s.item) : undefined;
	switch (s.type) {
		case 'person.invited':
		case 'invite.withdrawn':
		case 'person.enrolled':
		case 'person.suspended':
		case 'person.reinstated':
			return peopleRules(state, s, time);
		case 'threshold.changed':
		case 'loss.stated':
			return stewardRules(state, s, time);
		case 'log.rotated':
			return logKeyRules(state, s, logKey, time);
		case 'act.proposed':
		case 'act.approved':
		case 'act.withdrawn':
			return proposalRules(state, s, time);
		case 'suspension-card.made':
		case 'suspension-card.revoked':
			return cardRules(state, s);
		case 'epoch.opened':
			// One after the other, so that the newest is known by its number.
			return s.epoch === (state.get('open_epoch', ARCHIVE)?.epoch ?? 0) + 1 ? undefined : 'conflict';
		case 'epoch.closed':
			return state.get('epochs', String(s.epoch)) === undefined ? 'not-found' : undefined;
		case 'epoch.shared': {
			const person = state.get('people', s.person);
			if (person?.role !== 'worker' || person.suspended) return 'not-found';
			return isOpen(state, s.epoch) ? undefined : 'stale';
		}
		case 'case.created':
			return caseIsNew(state, s) && s.generation === 1 ? undefined : 'conflict';
		case 'case.member-added': {
			const person = state.get('people', s.person);
			if (person === undefined || person.suspended) return 'not-found';
			// An auditor sees the ledger and no key; a worker gets keys by examining alone.
			if (person.role === 'auditor' || person.role === 'worker') return 'denied';
			return state.get('members', `${s.person}/${s.case}`)?.active ? 'conflict' : undefined;
		}
		case 'case.rekeyed':
		case 'case.key-granted':
			return caseKeyRules(state, s);
		case 'case.member-removed':
			return state.get('members', `${s.person}/${s.case}`)?.active ? undefined : 'not-found';
		case 'intake.opened':
			// Whatever a lying server showed the depositor: nothing is sealed to an epoch that is not the open one.
			if (!isOpen(state, s.epoch)) return 'stale';
			return state.get('intakes', s.intake) === undefined ? undefined : 'conflict';
		case 'intake.closed':
			return state.get('intakes', s.intake)?.case_id === s.case ? undefined : 'not-found';
		case 'item.received':
			if (!itemIsNew(state, s)) return 'conflict';
			return state.get('intakes', s.intake)?.case_id === s.case ? undefined : 'not-found';
		case 'item.examining':
			return item?.state === 'examined' && !isProxyWanted(state, s) ? 'conflict' : undefined;
		case 'item.kept':
			if (item?.kept !== null) return 'conflict';
			return item.prefix === s.prefix && item.sha256 === s.sha256 ? undefined : 'hash-mismatch';
		case 'item.failed':
			if (s.phase === 'proxy') return isProxyWanted(state, s) ? undefined : 'conflict';
			// A worker that was slower than another takes nothing back.
			return item?.state === 'examined' || (s.phase === 'keeping' && item?.kept !== null) ? 'conflict' : undefined;
		case 'item.retried':
			return item?.state === 'failed' ? undefined : 'conflict';
		case 'item.rewrapped':
			if (!isOpen(state, s.epoch)) return 'stale';
			return item?.epoch === s.epoch ? 'conflict' : undefined;
		case 'item.damaged':
		case 'item.restored':
			return damageRules(state, s);
		case 'item.shared':
			return sharingRules(state, s) ?? (keepsRules(state, s) ? undefined : 'denied');
		case 'proxy.requested': {
			const proxy = state.get('proxies', s.item)?.state ?? 'failed';
			return item?.kept !== null && proxy === 'failed' ? undefined : 'conflict';
		}
		case 'derivative.made':
			if (s.kind === 'proxy' && !isProxyWanted(state, s)) return 'conflict';
			return state.get('derivatives', s.derivative) === undefined && state.get('items', s.derivative) === undefined
				? undefined
				: 'conflict';
		case 'item.examined':
			if (item?.kept === null || item?.state === 'examined') return 'conflict';
			return s.derivative === undefined || isExamination(state, s.derivative, s.item) ? undefined : 'not-found';
		case 'clip.added':
		case 'clip.revised':
		case 'exhibit.added':
		case 'exhibit.renamed':
		case 'exhibit.withdrawn':
		case 'item.noted':
		case 'item.watched':
		case 'case.vocabulary':
			return markRules(state, s);
		case 'case.policy':
		case 'export.requested':
		case 'export.approved':
		case 'export.refused':
			return exportRules(state, s);
		case 'report.handed-over':
		case 'report.acknowledged':
			return handOverRules(state, s);
		case 'report.begun':
			if (!mayLeave(state, s, time)) return 'unapproved';
			return mayGoOn(state.get('reports', s.report), s) ? undefined : 'conflict';
		case 'report.signed': {
			const report = state.get('reports', s.report);
			return report !== undefined && mayGoOn(report, s) ? undefined : 'conflict';
		}
		default:
			return undefined;
	}
}

function mayGoOn(
	report: { case_id: string; by_person: string; signed: number | null } | undefined,
	s: { case: string; actor: string },
): boolean {
	return report === undefined || (report.case_id === s.case && report.by_person === s.actor && report.signed === null);
}
