import { text } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { type Checkpoint, openCheckpoint } from '../../domain/ledger/checkpoint.ts';
import { cosignedAt } from '../../domain/ledger/cosignature.ts';
import type { NoteKey } from '../../domain/ledger/note.ts';
import { type Policy, parsePolicy } from '../../domain/ledger/policy.ts';
import { type BagReader, readSmall } from './bag-reader.ts';

/** The newest checkpoint of a bag's log that witnesses have cosigned. */
export interface Cosigned {
	readonly note: string;
	readonly checkpoint: Checkpoint;
	/** Who cosigned it, of the witnesses that the bag itself names. */
	readonly by: readonly Cosigner[];
	/** How many it names. */
	readonly of: number;
}

export interface Cosigner {
	/** As the policy calls the witness. */
	readonly name: string;
	/** UTC, by the witness's clock. */
	readonly at: string;
}

/** Where it lies in a bag. */
export const COSIGNED = 'data/ledger/cosigned';

/** Throws `bad-proof` unless the log signed it and every line by a witness of this policy verifies. */
export function openCosigned(note: string, key: NoteKey, policy: Policy): Cosigned {
	const checkpoint = openCheckpoint(note, key);
	return { note, checkpoint, by: cosigners(note, policy), of: policy.witnesses.length };
}

/** The cosigned checkpoint of a bag. `policy`: the text of the bag's own. Throws `not-found` too. */
export async function readCosigned(bag: BagReader, key: NoteKey, policy: string): Promise<Cosigned> {
	return openCosigned(text(await readSmall(bag, COSIGNED, 20_000)), key, parsePolicy(policy));
}

/** Who of a policy cosigned. Throws `bad-proof` for a line by one of their keys that does not verify. */
export function cosigners(note: string, policy: Policy): Cosigner[] {
	return policy.witnesses.flatMap(({ name, key }) => {
		const seconds = cosignedAt(note, key);
		return seconds === undefined ? [] : [{ name, at: new Date(seconds * 1000).toISOString() }];
	});
}

/** As `report.json` tells it. */
export function cosignatureLines({ by, checkpoint }: Cosigned): string[] {
	return by.map(({ name, at }) => `${name}, ${at}, ${checkpoint.size}`);
}

/** Throws `bad-proof` unless enough of this policy cosigned a log that holds every entry up to `last`. */
export function checkWitnesses(cosigned: Cosigned | undefined, policy: Policy, last: number): void {
	if (policy.enough(new Set())) return;
	if (cosigned === undefined) throw new CustosError('bad-proof', 'no witness has cosigned the log of this bag');
	const by = cosigners(cosigned.note, policy);
	if (!policy.enough(new Set(by.map(({ name }) => name))))
		throw new CustosError(
			'bad-proof',
			`${by.length} of the ${policy.witnesses.length} witnesses of your policy cosigned, which is fewer than it asks for`,
		);
	if (cosigned.checkpoint.size <= last)
		throw new CustosError(
			'bad-proof',
			`witnesses cosigned the first ${cosigned.checkpoint.size} entries, and this bag has later ones, up to ${last}`,
		);
}
