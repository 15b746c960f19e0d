import type { Agreed } from '../client/agreed-acts.ts';
import type { Connection } from '../client/connection.ts';
import type { Act } from '../domain/ledger/act.ts';
import { actInWords } from './act-words.ts';
import type { Context } from './context.ts';
import { localNames } from './names.ts';
import { shortId } from './words.ts';

/** Says what a proposal waits for; nothing of an act that is done. */
export async function tellWaiting(context: Context, connection: Connection, act: Act, agreed: Agreed): Promise<void> {
	if (agreed.done) return;
	const { t } = context;
	const [id, what] = [shortId(agreed.proposal), actInWords(t, act, await localNames(context), connection.archive.key)];
	const { approvals, needed } = agreed;
	context.out(approvals >= needed ? t.stewards.ready(id, what) : t.stewards.waits(id, approvals, needed, what));
}
