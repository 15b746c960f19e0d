import type { FoundExpunged } from '../client/case/expunged.ts';
import { remainsOf } from '../client/case/remains.ts';
import type { Connection } from '../client/connection.ts';
import type { StatementType } from '../domain/ledger/statement.ts';
import { attempted } from '../report/verify/attempted.ts';
import { eventWords } from '../report/verify/event-words.ts';
import type { Context } from './context.ts';
import { table } from './table.ts';
import { shortId, timeInWords } from './words.ts';

/** The history of an item that was expunged: when there was what kind of event, and nothing of what was said or by whom. */
export async function sayRemains(context: Context, connection: Connection, gone: FoundExpunged): Promise<void> {
	const { t, lang } = context;
	const remains = await remainsOf(connection, gone.id);
	const right = 'right' as const;
	const columns = [{ title: '#', align: right }, { title: t.col.time }, { title: t.col.what }];
	const rows = remains.map(({ index, skeleton: { type, time, result } }) => {
		const denied = /^denied:(.*)$/.exec(result)?.[1];
		const known = Object.hasOwn(eventWords[lang], type) ? (type as StatementType) : undefined;
		const happened = known && (denied === undefined ? eventWords[lang][known] : attempted({ type: known }, lang));
		const what = happened ?? type;
		return [String(index), timeInWords(time), denied === undefined ? what : `${t.refused(denied)}: ${what}`];
	});
	for (const line of table(columns, rows)) context.out(line);
	const seen = await connection.seen();
	context.out(`\n${t.expunge.was(shortId(gone.id), timeInWords(gone.at))}`);
	context.out(t.expunge.remains(remains.length, seen.size));
	if (gone.keptUntil !== undefined) context.out(t.expunge.keptUntil(timeInWords(gone.keptUntil)));
	context.result({
		item: gone.id,
		expunged: { at: gone.at, entry: gone.index, ...(gone.keptUntil && { keptUntil: gone.keptUntil }) },
		checkpoint: seen.size,
		events: remains.map(({ index, skeleton: { subject, time, type, result } }) => ({
			index,
			n: subject.n,
			time,
			type,
			result,
		})),
	});
}
