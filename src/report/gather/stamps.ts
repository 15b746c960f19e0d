import type { Connection } from '../../client/connection.ts';
import { fromBase64 } from '../../domain/bytes.ts';
import { isCustosError } from '../../domain/errors.ts';
import { answers } from '../../domain/wire.ts';
import { inOrder, openStamped, type Stamped } from '../verify/stamped.ts';

/**
 * Of each time authority the first token that covers each of these entries, over checkpoints of at most `size` entries.
 * A token that does not verify is left out: it would only keep the others from leaving.
 */
export async function stampsOf(connection: Connection, indices: readonly number[], size: number): Promise<Stamped[]> {
	const found = new Map<string, Stamped>();
	let covered = 0;
	for (const index of [...new Set(indices)].sort((a, b) => a - b)) {
		// The tokens that were found for the one before are the first for this one too.
		if (index < covered) continue;
		const { tokens } = await connection.ask(answers.times, `/v1/log/times?index=${index}`);
		const usable = tokens.filter((one) => one.size > index && one.size <= size);
		if (usable.length === 0) break;
		for (const { note, answer } of usable) {
			const stamped = await openOrNothing(connection, note, answer);
			if (stamped !== undefined) found.set(answer, stamped);
		}
		covered = Math.min(...usable.map((one) => one.size));
	}
	const stamps = inOrder([...found.values()]);
	await connection.follow(stamps.map(({ checkpoint }) => checkpoint));
	return stamps;
}

async function openOrNothing(connection: Connection, note: string, answer: string): Promise<Stamped | undefined> {
	try {
		return await openStamped(note, fromBase64(answer), connection.archive.key);
	} catch (error) {
		if (isCustosError(error, 'bad-proof')) return undefined;
		throw error;
	}
}
