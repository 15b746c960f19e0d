import type { z } from 'zod';
import type { Entry } from '../../domain/ledger/receipt.ts';
import { answers } from '../../domain/wire.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { type Counted, countedList } from '../counted-list.ts';
import { keepUp } from '../keep-up.ts';
import { type Clip, clipsIn } from './clips.ts';
import { type Exhibit, exhibitsIn } from './exhibits.ts';
import { type Note, notesIn } from './notes.ts';
import { otherEntry } from './other-entry.ts';
import { type Vocabulary, vocabularyIn } from './vocabulary.ts';

/** What people marked in a case, each from its checked entries, in the order of the ledger. */
export interface Marks {
	clips: Clip[];
	exhibits: Exhibit[];
	/** Replaced ones too. */
	notes: Note[];
	vocabulary: Vocabulary | undefined;
	/** The notary's count of what was marked; undefined when it did not answer: the newest may be missing then. */
	counted: Counted | undefined;
}

/** Asks for the marks of a case and replays them. Throws `outdated` when the archive holds some back. */
export async function caseMarks(connection: Connection, open: OpenCase): Promise<Marks> {
	const { all: entries, counted } = await countedList(connection, 'case-marks', open.id, () =>
		markEntries(connection, open, 'marks'),
	);
	return {
		counted,
		clips: clipsIn(open, entries),
		exhibits: exhibitsIn(open, entries),
		notes: notesIn(open, entries),
		vocabulary: vocabularyIn(open, entries),
	};
}

/** The accepted entries of one kind of list, oldest first. Throws `bad-proof` for one that is of another case or was refused. */
export async function markEntries(connection: Connection, open: OpenCase, list: 'marks' | 'watched'): Promise<Entry[]> {
	const found: Entry[] = [];
	for (let after: number | null = -1; after !== null; ) {
		const page: z.infer<typeof answers.marks> = await connection.ask(
			answers.marks,
			`/v1/cases/${open.id}/${list}?after=${after}`,
		);
		for (const entry of await connection.open(page.entries)) {
			const { statement: s, skeleton, index } = entry;
			const right = 'case' in s && s.case === open.id && skeleton.result === 'accepted';
			if (!right || index <= (found.at(-1)?.index ?? -1)) throw otherEntry();
			found.push(entry);
		}
		after = page.next;
	}
	await keepUp(connection, open, found);
	return found;
}
