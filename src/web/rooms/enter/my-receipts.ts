import { z } from 'zod';
import type { Profile } from '../../../client/profile.ts';
import { text, utf8 } from '../../../domain/bytes.ts';
import { parseStatement, type StatementType } from '../../../domain/ledger/statement.ts';

/** As much of a line of receipts as is asked for here. */
const Line = z.object({ statement: z.string(), receipt: z.object({ index: z.int() }) });

/** What this person did from entry `from` to entry `last`, by the receipts on this device: how often, by kind. */
export async function myActsBetween(profile: Profile, from: number, last: number): Promise<Map<StatementType, number>> {
	const found = new Map<StatementType, number>();
	const lines = await profile.files.read('receipts.jsonl');
	for (const line of text(lines ?? new Uint8Array())
		.split('\n')
		.filter(Boolean)) {
		const { statement, receipt } = Line.parse(JSON.parse(line));
		if (receipt.index < from || receipt.index > last) continue;
		const { type } = parseStatement(utf8(statement));
		found.set(type, (found.get(type) ?? 0) + 1);
	}
	return found;
}
