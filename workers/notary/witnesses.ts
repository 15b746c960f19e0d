import { z } from 'zod';
import { bounded } from '../../src/domain/bounded.ts';
import { Count } from '../../src/domain/ids.ts';
import { parseCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { addCosignatures, cosignedAt } from '../../src/domain/ledger/cosignature.ts';
import { parseNote } from '../../src/domain/ledger/note.ts';
import type { Policy, Witness } from '../../src/domain/ledger/policy.ts';
import { consistencyProof, type TileReader } from '../../src/domain/ledger/tiles.ts';
import { formatAddCheckpoint, originHash } from '../../src/domain/ledger/witness.ts';

/** Longest wait for one answer of a witness, in milliseconds. */
const PATIENCE_MS = 5000;
/** A hundred signature lines. */
const LONGEST_ANSWER = 32 * 1024;

/**
 * Why there is no cosignature of a witness. `away`: nobody answers. `ahead`: it has cosigned more entries than there are.
 * `other`: it has seen another history, or says so; `lost`: that one is stated to be lost. `refused`: it will not, for this status.
 */
export type Refusal =
	| { why: 'away' | 'not-cosigned' }
	| { why: 'ahead' | 'other' | 'lost'; size: number }
	| { why: 'refused'; status: number };

export interface Gathered {
	/** The checkpoint, with the cosignatures that verify. */
	note: string;
	/** Who cosigned it: names of the policy. */
	by: string[];
	/** Whether they are enough by the policy. */
	enough: boolean;
	refusals: { witness: Witness; refusal: Refusal }[];
}

/**
 * Asks the witnesses of a policy to cosign checkpoints (C2SP tlog-witness). What each has cosigned last is learnt from
 * itself: a wrong guess is answered with the right size.
 */
export class Witnesses {
	readonly #policy: Policy;
	readonly #tiles: TileReader;
	readonly #sizes = new Map<string, number>();

	/** `tiles` reads the stored tree, up to any checkpoint that will be asked about. */
	constructor(policy: Policy, tiles: TileReader) {
		this.#policy = policy;
		this.#tiles = tiles;
	}

	/** Asks all at once, and waits for the slowest, at most ten seconds. Never throws because of a witness. */
	async gather(note: string): Promise<Gathered> {
		const asked = this.#policy.witnesses.filter((one) => one.url !== undefined);
		const answers = await Promise.all(asked.map((one) => this.#ask(one, note)));
		let cosigned = note;
		const refusals: Gathered['refusals'] = [];
		for (const [i, witness] of asked.entries()) {
			const answer = answers[i] as string | Refusal;
			if (typeof answer !== 'string') {
				refusals.push({ witness, refusal: answer });
				continue;
			}
			const before = cosigned;
			cosigned = withLines(cosigned, answer, witness.key);
			if (cosigned === before) refusals.push({ witness, refusal: { why: 'not-cosigned' } });
		}
		const by = cosignedBy(this.#policy, cosigned);
		return { note: cosigned, by, enough: this.#policy.enough(new Set(by)), refusals };
	}

	/** The checkpoint that a witness of ours says it cosigned last, unverified; undefined where it tells none. */
	async lastOf(witness: Witness, origin: string): Promise<string | undefined> {
		const answer = await request(`${prefixOf(witness)}/checkpoint/${originHash(origin)}`, { method: 'GET' });
		return answer?.status === 200 ? answer.text : undefined;
	}

	async #ask(witness: Witness, note: string): Promise<string | Refusal> {
		const { size } = parseCheckpoint(parseNote(note).text);
		let old = Math.min(this.#sizes.get(witness.name) ?? 0, size);
		// Twice: once to learn what it knows, once with the proof from there.
		for (let attempt = 0; attempt < 2; attempt += 1) {
			const proof = await consistencyProof(old, size, this.#tiles);
			const answer = await request(`${prefixOf(witness)}/add-checkpoint`, {
				method: 'POST',
				body: formatAddCheckpoint({ old, proof, note }),
				headers: { 'content-type': 'text/plain; charset=utf-8' },
			});
			if (answer === undefined) return { why: 'away' };
			if (answer.status === 200) {
				this.#sizes.set(witness.name, size);
				return answer.text;
			}
			if (answer.status === 422) return { why: 'other', size: old };
			const known = answer.status === 409 ? Size.safeParse(answer.text).data : undefined;
			if (known === undefined) return { why: 'refused', status: answer.status };
			this.#sizes.set(witness.name, known);
			if (known > size) return { why: 'ahead', size: known };
			// It knows this very size, and another root.
			if (known === old) return { why: 'other', size: known };
			old = known;
		}
		return { why: 'refused', status: 409 };
	}
}

/** The witnesses of a policy who cosigned, by name. A line that does not verify is no cosignature. */
export function cosignedBy(policy: Pick<Policy, 'witnesses'>, note: string): string[] {
	return policy.witnesses.filter(({ key }) => timeOf(note, key) !== undefined).map(({ name }) => name);
}

/** When this witness cosigned, in seconds since 1970; undefined where no line of its verifies. */
export function timeOf(note: string, key: Witness['key']): number | undefined {
	try {
		return cosignedAt(note, key);
	} catch {
		return undefined;
	}
}

const Size = z
	.string()
	.regex(/^(0|[1-9]\d{0,15})\n$/)
	.transform(Number)
	.pipe(Count);

function prefixOf(witness: Witness): string {
	return (witness.url ?? '').replace(/\/$/, '');
}

function withLines(note: string, answer: string, key: Witness['key']): string {
	try {
		return addCosignatures(note, answer, [key]);
	} catch {
		return note;
	}
}

/** Undefined where nobody answers in time, or endlessly. Redirects are not followed. */
async function request(url: string, init: RequestInit): Promise<{ status: number; text: string } | undefined> {
	try {
		const answer = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
		const bytes = await bounded(answer.body, LONGEST_ANSWER);
		return bytes === undefined ? undefined : { status: answer.status, text: Buffer.from(bytes).toString('utf8') };
	} catch {
		return undefined;
	}
}
