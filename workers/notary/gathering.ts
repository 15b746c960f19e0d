import type { Kysely } from 'kysely';
import { tileReader } from '../../src/db/log-store.ts';
import type { Database } from '../../src/db/tables.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { parseCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { addCosignatures } from '../../src/domain/ledger/cosignature.ts';
import { keysOfLog, keyText } from '../../src/domain/ledger/log-keys.ts';
import { type NoteKey, parseNote } from '../../src/domain/ledger/note.ts';
import { type Policy, parsePolicy, publicPolicy } from '../../src/domain/ledger/policy.ts';
import type { WitnessState } from '../../src/domain/wire.ts';
import type { Guard } from './guard.ts';
import type { Head } from './head.ts';
import type { NotaryKeys } from './keys.ts';
import { readWitnessed, saveWitnessed } from './witnessed.ts';
import { cosignedBy, type Gathered, Witnesses } from './witnesses.ts';

/** Between two rounds, however fast the log grows, in milliseconds. */
const PACE_MS = 1000;
/** Until those are asked again who did not cosign. */
const AGAIN_MS = 30_000;
/** Until everyone is asked again although nothing is new: whoever is gone shall not be missed only when needed. */
const REFRESH_MS = 3_600_000;

export interface GatheringParts {
	/** A connection of its own: nobody who waits for a commit waits for this. */
	db: Kysely<Database>;
	/** The text of the policy (C2SP tlog-policy), with an address for each witness that shall be asked. */
	policy: string;
	keys: NotaryKeys;
	head: { readonly current: Head };
	guard: Guard;
	clock: () => Date;
}

/**
 * Has the checkpoints of the log cosigned: one round at a time, always for the newest head, beside the notary's work and
 * never in its way. What was cosigned by enough lies in the database, for everybody to take and check by themselves.
 */
export class Gathering {
	readonly #parts: GatheringParts;
	readonly #policy: Policy;
	readonly #witnesses: Witnesses;
	readonly #states = new Map<string, WitnessState>();
	#cosigned: string | undefined;
	#wake = (): void => {};
	#closing = false;

	private constructor(parts: GatheringParts) {
		this.#parts = parts;
		this.#policy = policyFor(parts.policy, parts.keys.key);
		this.#witnesses = new Witnesses(this.#policy, tileReader(parts.db));
	}

	/** Takes up where the last process stopped. Throws `config` for a policy that is none, or is another log's. */
	static async open(parts: GatheringParts): Promise<Gathering> {
		const gathering = new Gathering(parts);
		const before = await readWitnessed(parts.db);
		for (const { name } of gathering.#policy.witnesses)
			gathering.#states.set(name, { name, ...(before?.states.find((one) => one.name === name) ?? NEW) });
		const { note } = before ?? {};
		// Under another policy it may be too little.
		if (note !== undefined && gathering.#isEnough(note)) gathering.#cosigned = note;
		return gathering;
	}

	/** There is a new head. */
	wake(): void {
		this.#wake();
	}

	/** Asks everybody once for the head as it is now, and keeps what came of it. */
	async round(): Promise<void> {
		const { head, guard, clock } = this.#parts;
		const { note, size } = head.current;
		if (size === 0) return this.#save();
		const gathered = await this.#witnesses.gather(note);
		for (const one of gathered.refusals)
			one.refusal = await guard.hear(one.witness, one.refusal, (log) => this.#witnesses.lastOf(one.witness, log));
		for (const name of gathered.by) guard.heard(name);
		const merged = this.#merge(gathered);
		if (this.#isEnough(merged)) this.#cosigned = merged;
		this.#note(gathered, size, clock().toISOString());
		await this.#save();
	}

	/** Goes on until `close`: for every new head, and again while some are missing. Rejects only for what is no witness's fault. */
	async run(): Promise<void> {
		let asked = -1;
		let due = 0;
		while (!this.#closing) {
			const woken = new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
			const now = performance.now();
			if (this.#parts.head.current.size !== asked || now >= due) {
				asked = this.#parts.head.current.size;
				await this.round();
				const missing = [...this.#states.values()].some((one) => one.trouble !== null);
				due = performance.now() + (missing ? AGAIN_MS : REFRESH_MS);
				await this.#pause(PACE_MS, new Promise(() => {}));
			} else await this.#pause(due - now, woken);
		}
	}

	/** Ends `run` after the round in hand. */
	close(): void {
		this.#closing = true;
		this.#stop();
		this.#wake();
	}

	#stop = (): void => {};

	async #pause(ms: number, woken: Promise<void>): Promise<void> {
		let timer: NodeJS.Timeout | undefined;
		const passed = new Promise<void>((resolve) => {
			this.#stop = resolve;
			timer = setTimeout(resolve, ms);
		});
		if (this.#closing) this.#stop();
		await Promise.race([passed, woken]);
		clearTimeout(timer);
	}

	#isEnough(note: string): boolean {
		return this.#policy.enough(new Set(cosignedBy(this.#policy, note)));
	}

	/** With what others cosigned of the same checkpoint before; of one witness's lines the first stays. */
	#merge({ note }: Gathered): string {
		const before = this.#cosigned;
		const { text } = parseNote(note);
		if (before === undefined || parseNote(before).text !== text) return note;
		return addCosignatures(
			before,
			note.slice(text.length + 1),
			this.#policy.witnesses.map((one) => one.key),
		);
	}

	#note({ by, refusals }: Gathered, size: number, at: string): void {
		for (const [name, state] of this.#states) {
			const refusal = refusals.find(({ witness }) => witness.name === name)?.refusal;
			if (refusal !== undefined) state.trouble = { ...refusal, since: state.trouble?.since ?? at };
			else if (by.includes(name)) Object.assign(state, { size, at, trouble: null });
		}
	}

	async #save(): Promise<void> {
		const { db, guard, policy, keys } = this.#parts;
		const cosigned = this.#cosigned;
		await saveWitnessed(db, {
			// Under the key of today: the log's may have been rotated since the last round.
			policy: publicPolicy(policy, keys.vkey),
			states: [...this.#states.values()],
			held: guard.held ?? null,
			...(cosigned === undefined ? {} : { note: cosigned, size: parseCheckpoint(parseNote(cosigned).text).size }),
		});
	}
}

const NEW = { size: null, at: null, trouble: null } as const;

function policyFor(source: string, key: NoteKey): Policy {
	let policy: Policy;
	try {
		policy = parsePolicy(source);
	} catch (cause) {
		throw new CustosError('config', `the policy of witnesses: ${cause instanceof Error ? cause.message : ''}`, {
			cause,
		});
	}
	const named = source.split('\n').filter((line) => /^[ \t]*log[ \t]/.test(line));
	if (
		named.length > 0 &&
		!named.some((line) => keysOfLog(key).some((one) => line.split(/[ \t]+/).includes(keyText(one))))
	)
		throw new CustosError('config', 'the policy of witnesses is for other logs than this notary’s');
	return policy;
}
