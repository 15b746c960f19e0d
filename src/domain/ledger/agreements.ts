import { CustosError } from '../errors.ts';
import type { Hex32, Id } from '../ids.ts';
import { Act, type ActType, actHash, actOf } from './act.ts';
import { approvalsNeeded, PROPOSAL_MS } from './approvals.ts';
import type { Entry } from './receipt.ts';

/** An act that a steward proposed to the others, as the ledger has it. */
export interface Proposal {
	id: Id;
	act: Act;
	/** The reason of an expungement, sealed to each of the stewards who were asked. */
	reasons?: readonly { person: Hex32; sealed: string }[];
	/** Signing key of who proposed it: the first of those who approved. */
	by: Hex32;
	approvals: Hex32[];
	/** So many must agree, as things stand. */
	needed: number;
	/** Index and time of the entry that proposed it. */
	entry: number;
	time: string;
	/** `stale`: a steward was suspended since; `expired`: thirty days went by. Of all but `open` nothing comes any more. */
	state: 'open' | 'done' | 'withdrawn' | 'stale' | 'expired';
}

/** Of the stewards, as of the entry that is taken in next. */
export interface Stewards {
	is: (key: string) => boolean;
	/** Is a steward, and not suspended. */
	mayAct: (key: string) => boolean;
	/** The oldest key of the same person. */
	firstKey: (key: string) => Hex32;
	/** So many people who may act. */
	people: () => number;
}

type Kept = Omit<Proposal, 'needed' | 'state'> & { ended?: 'done' | 'withdrawn' };

const acts: ReadonlySet<string> = new Set(Act.options.map((option): ActType => option.shape.type.value));

/**
 * What stewards agreed on, from the archive's own events in their order. Whoever walks through them sees for themselves that
 * nothing was done without as many as it takes: a notary that let it pass is found out here.
 */
export class Agreements {
	threshold: number;
	readonly #kept = new Map<Id, Kept>();
	readonly #stewards: Stewards;
	#suspended = -1;
	#byPeople = false;

	constructor({ threshold, rules }: { threshold: number; rules?: 2 | undefined }, stewards: Stewards) {
		this.threshold = threshold;
		this.#stewards = stewards;
		this.#countPeople(rules);
	}

	/** Who has several keys counts once. Before an entry says so, in ledgers of earlier versions, keys are counted. */
	get byPeople(): boolean {
		return this.#byPeople;
	}

	/** Takes in the next accepted entry, before it has its effect. Throws `bad-proof` for what was not agreed. */
	take({ statement: s, skeleton, index }: Entry): void {
		if (s.type === 'act.proposed') {
			this.#bySteward(s.actor);
			const { proposal: id, act, actor: by, reasons } = s;
			const sealed = reasons === undefined ? {} : { reasons };
			this.#kept.set(id, { id, act, ...sealed, by, approvals: [by], entry: index, time: skeleton.time });
			this.#countPeople(s.rules);
		} else if (s.type === 'act.approved' || s.type === 'act.withdrawn') {
			this.#bySteward(s.actor);
			const kept = this.#open(s.proposal);
			if (s.type === 'act.withdrawn') {
				kept.ended = 'withdrawn';
				return;
			}
			if (s.what !== actHash(kept.act)) throw unagreed();
			if (!kept.approvals.includes(s.actor)) kept.approvals.push(s.actor);
			this.#countPeople(s.rules);
		} else if (acts.has(s.type)) {
			if (!('by' in s)) {
				this.#bySteward(s.actor);
				this.#carriedOut(s as { type: ActType; approval?: Id });
			}
			if (s.type === 'threshold.changed') this.threshold = s.threshold;
			if (s.type === 'person.suspended' && this.#stewards.is(s.person)) this.#suspended = index;
		}
	}

	/** As of a time of the notary's, oldest first. */
	proposals(time: string): Proposal[] {
		return [...this.#kept.values()].map(({ ended, ...kept }) => ({
			...kept,
			approvals: this.#counted(kept),
			needed: this.needed(kept.act),
			state: ended ?? (kept.entry < this.#suspended ? 'stale' : isOver(kept.time, time) ? 'expired' : 'open'),
		}));
	}

	/** So many stewards must agree to this, as things stand. */
	needed(act: Act): number {
		return approvalsNeeded(act, this.threshold, this.#stewards.is);
	}

	/** The first approval of each person. */
	#counted({ approvals }: Kept): Hex32[] {
		if (!this.#byPeople) return approvals;
		const people = approvals.map(this.#stewards.firstKey);
		return approvals.filter((_, i) => people.indexOf(people[i] as Hex32) === i);
	}

	/** As the notary does: not while keys had made the threshold higher than there are people. */
	#countPeople(rules: 2 | undefined): void {
		if (!this.#byPeople && rules === 2 && this.#stewards.people() >= this.threshold) this.#byPeople = true;
	}

	#carriedOut(s: { type: ActType; approval?: Id }): void {
		const act = actOf(s) as Act;
		if (s.approval === undefined) {
			if (this.needed(act) > 1) throw unagreed();
			return;
		}
		const kept = this.#open(s.approval);
		const agreed = actHash(kept.act) === actHash(act) && this.#counted(kept).length >= this.needed(act);
		if (!agreed || kept.entry < this.#suspended) throw unagreed();
		kept.ended = 'done';
	}

	#open(id: Id): Kept {
		const kept = this.#kept.get(id);
		if (kept === undefined || kept.ended !== undefined) throw unagreed();
		return kept;
	}

	#bySteward(key: Hex32): void {
		if (!this.#stewards.mayAct(key)) throw unagreed();
	}
}

/** True if stewards are waited for. That an item was expunged is the item's own event: then enough of them have agreed. */
export function isWaiting({ act, state, approvals, needed }: Proposal): boolean {
	return state === 'open' && (act.type !== 'item.expunged' || approvals.length < needed);
}

function isOver(from: string, now: string): boolean {
	return Date.parse(now) - Date.parse(from) > PROPOSAL_MS;
}

function unagreed(): CustosError {
	return new CustosError('bad-proof', 'the log shows something done that not enough stewards had agreed to');
}
