import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/db/tables.ts';
import { equal, fromHex, utf8 } from '../../src/domain/bytes.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { openCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import type { NoteKey } from '../../src/domain/ledger/note.ts';
import { openTimeToken } from '../../src/domain/time/time-token.ts';
import type { Difference } from './difference.ts';

const AT_ONCE = 200;

interface Row {
	size: number;
	authority: string;
	note: string;
	answer: Uint8Array;
	/** Of the stored checkpoint of that size, which was held against the leaves. */
	root: string | null;
}

/** Every time token is over a checkpoint of this log and verifies; who the authorities are is not asked. Gives how many. */
export async function checkTimes(db: Kysely<Database>, key: NoteKey): Promise<{ times: number } | Difference> {
	let [times, after] = [0, { size: 0, authority: '' }];
	for (;;) {
		const { rows } = await sql<Row>`
			select t.size, t.authority, t.note, t.answer, c.root from ledger.time_tokens t
			left join ledger.checkpoints c using (size) where (t.size, t.authority) > (${after.size}, ${after.authority})
			order by t.size, t.authority limit ${AT_ONCE}`.execute(db);
		for (const row of rows) {
			const differs = (what: string): Difference => ({ index: row.size - 1, table: 'ledger.time_tokens', what });
			try {
				const { size, root } = openCheckpoint(row.note, key);
				if (row.root === null || size !== row.size || !equal(root, fromHex(row.root)))
					return differs('the stamped checkpoint is not one of this log');
				await openTimeToken(new Uint8Array(row.answer), utf8(row.note));
			} catch (error) {
				if (!isCustosError(error)) throw error;
				return differs(error.message);
			}
		}
		times += rows.length;
		const last = rows.at(-1);
		if (last === undefined) return { times };
		after = last;
	}
}
