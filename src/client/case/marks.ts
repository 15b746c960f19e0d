import { answers } from '../../domain/wire.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { type Clip, clipsIn } from './clips.ts';
import { type Exhibit, exhibitsIn } from './exhibits.ts';

/** What people marked in a case, each from its checked entry, in the order of the ledger. */
export interface Marks {
	clips: Clip[];
	exhibits: Exhibit[];
}

/** Asks for the marks of a case. */
export async function caseMarks(connection: Connection, open: OpenCase): Promise<Marks> {
	const { clips, exhibits } = await connection.ask(answers.marks, `/v1/cases/${open.id}/marks`);
	const entries = (await connection.open([...clips, ...exhibits])).sort((a, b) => a.index - b.index);
	return { clips: clipsIn(open, entries), exhibits: exhibitsIn(open, entries) };
}
