import type { z } from 'zod';
import { openCheckpoint } from '../domain/ledger/checkpoint.ts';
import { cosignedAt } from '../domain/ledger/cosignature.ts';
import { type Policy, parsePolicy } from '../domain/ledger/policy.ts';
import { answers } from '../domain/wire.ts';
import type { Connection } from './connection.ts';

type Told = NonNullable<z.infer<typeof answers.witnesses>['witnesses']>;

/** What the archive shows of its witnesses, and what of it was checked here. */
export interface Witnessing {
	/** The newest cosigned checkpoint: signed by the log, continuing what was seen, with cosignatures that verify. */
	cosigned: { size: number; note: string; by: { name: string; at: Date }[]; of: number; enough: boolean } | undefined;
	/** Whose keys the cosignatures were held against: a policy of one's own, or the archive's, which proves nothing of them. */
	own: boolean;
	/** What the archive says. */
	told: Told;
}

/**
 * Asks who witnesses this archive; undefined where it says nobody does. `policy`: whose keys count, by one's own knowledge.
 * Throws `bad-proof` or `forked` where the cosigned checkpoint is not of this log, or a cosignature does not verify.
 */
export async function witnessing(connection: Connection, policy?: Policy): Promise<Witnessing | undefined> {
	const { witnesses: told } = await connection.ask(answers.witnesses, '/v1/witnesses');
	if (told === null) return undefined;
	if (told.cosigned === null) return { cosigned: undefined, own: policy !== undefined, told };
	const believed = policy ?? parsePolicy(told.policy);
	const { cosigned } = told;
	const checkpoint = await connection.proven(() => openCheckpoint(cosigned, connection.archive.key));
	await connection.follow([checkpoint]);
	const by = cosigners(believed, told.cosigned);
	const enough = believed.enough(new Set(by.map(({ name }) => name)));
	return {
		cosigned: { size: checkpoint.size, note: told.cosigned, by, of: believed.witnesses.length, enough },
		own: policy !== undefined,
		told,
	};
}

/** Who of a policy cosigned, and when. Throws `bad-proof` for a line by one of their keys that does not verify. */
function cosigners(policy: Policy, note: string): { name: string; at: Date }[] {
	return policy.witnesses.flatMap(({ name, key }) => {
		const seconds = cosignedAt(note, key);
		return seconds === undefined ? [] : [{ name, at: new Date(seconds * 1000) }];
	});
}
