import { sql } from 'kysely';
import { needRole } from './access.ts';
import type { Context, Person } from './context.ts';

/** How much waits for the key of a worker epoch, and the newest entry that was sealed to it; null for none. */
export interface EpochUse {
	epoch: number;
	waiting: number;
	last: number | null;
}

/** Epochs in one answer: the newest. */
const SHOWN = 1000;

/** The same of every epoch, for workers: when nothing waits for one, its key can go. */
export async function epochUse(ctx: Context, person: Person): Promise<EpochUse[]> {
	needRole(person, 'worker');
	const { rows } = await sql<EpochUse>`
		with newest as (select epoch from epochs order by epoch desc limit ${SHOWN}),
		of_items as (
			select i.epoch, max(greatest(i.idx, i.rewrapped, p.idx)) as last,
				count(*) filter (where i.state in ('received', 'kept') or p.state = 'wanted') as waiting
			from items i left join proxies p on p.item = i.id group by i.epoch
		),
		of_intakes as (select epoch, max(idx) as last from intakes group by epoch)
		select n.epoch, coalesce(i.waiting, 0)::int as waiting, greatest(i.last, t.last) as last
		from newest n left join of_items i on i.epoch = n.epoch left join of_intakes t on t.epoch = n.epoch
		order by n.epoch`.execute(ctx.db);
	return rows;
}
