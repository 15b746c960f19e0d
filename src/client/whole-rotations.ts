import type { z } from 'zod';
import { CustosError, isCustosError } from '../domain/errors.ts';
import type { Checkpoint } from '../domain/ledger/checkpoint.ts';
import { needWhole } from '../domain/ledger/key-links.ts';
import type { NoteKey } from '../domain/ledger/note.ts';
import type { Entry } from '../domain/ledger/receipt.ts';
import type { NotaryWord } from '../domain/ledger/word.ts';
import { answers } from '../domain/wire.ts';
import type { Memory } from './memory.ts';
import { openEntries } from './open-entries.ts';
import type { Archive } from './pin.ts';

/** What is needed here of a connection, which needs this. */
interface Line {
	ask<S extends z.ZodType>(schema: S, path: string): Promise<z.infer<S>>;
	follow(checkpoints: readonly Checkpoint[]): Promise<void>;
	memory: Memory;
}

/**
 * Reads all events of the archive up to the last of the rotations that end at `finals`, because a link may leave some out. `key`: the log's,
 * with those rotations. False where nobody is enrolled here who could ask. Throws `bad-proof`.
 */
export async function readRotations(
	{ ask, follow, memory }: Line,
	{ founding }: Archive,
	key: NoteKey,
	finals: readonly { size: number }[],
): Promise<boolean> {
	const last = Math.max(...finals.map(({ size }) => size)) - 1;
	const events: Entry[] = [];
	try {
		while ((events.at(-1)?.index ?? -1) < last) {
			const { entries } = await ask(answers.people, `/v1/people?after=${events.length}`);
			const page = await openEntries(entries, key);
			// Whoever shows the same ones again and again would be read for ever.
			if (page[0]?.skeleton.subject.n !== events.length + 1)
				throw new CustosError('bad-proof', 'the archive does not show its events up to the rotation of the log’s key');
			await follow(page.map(({ checkpoint }) => checkpoint));
			events.push(...page);
		}
	} catch (error) {
		if (isCustosError(error, 'unauthenticated')) return false;
		throw error;
	}
	needWhole(founding, events, finals, await memory.events());
	return true;
}

/** Keeps how many events the archive has had, as the notary's word has it, once they were all seen in the log that is followed. */
export async function rememberEvents(
	connection: { memory: Memory; seen(): Promise<Checkpoint> },
	{ size, events }: NotaryWord,
): Promise<void> {
	const { memory } = connection;
	const known = await memory.events();
	if ((known?.events ?? 0) >= events || size > (await connection.seen()).size) return;
	await memory.saveEvents({ size, events });
}
