import { z } from 'zod';
import { CustosError, type ErrorCode, errorCodes } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { Entry } from '../../domain/ledger/receipt.ts';
import type { StatementOf } from '../../domain/ledger/statement.ts';
import { answers } from '../../domain/wire.ts';
import { type OpenCase, openDetail } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { type Submitted, submit } from '../submit.ts';

/** A proxy as its maker sealed it to the case. */
const Made = z.object({
	kind: z.literal('proxy'),
	/** True bytes, without padding. */
	size: z.number().int().min(1),
	type: z.string().regex(/^(video|audio)\/[a-z0-9]+$/),
	width: z.number().optional(),
	height: z.number().optional(),
	durationMs: z.number().optional(),
});

/** The statement by which the proxy was made, and what is in it. */
export interface MadeProxy extends z.infer<typeof Made> {
	readonly statement: StatementOf<'derivative.made'>;
	/** Its entry's index. */
	readonly index: number;
}

/** What has become of an item's proxy: a working copy that browsers play, with the original's times and frames. */
export type ProxyState =
	| { readonly state: 'none' }
	| { readonly state: 'wanted' }
	| { readonly state: 'made'; readonly made: MadeProxy }
	/** `reason`: what the worker said of it. It may be asked for again. */
	| { readonly state: 'failed'; readonly code: ErrorCode; readonly reason: string };

/**
 * Asks for a proxy: an entry. Every member of the case may; rejects `denied` when one is being made or is there, or the
 * item is not kept yet.
 */
export async function requestProxy(connection: Connection, open: OpenCase, item: Id): Promise<Submitted> {
	const fields = { case: open.id, generation: open.key.generation, item };
	const [requested] = (await submit(connection, [{ type: 'proxy.requested', fields }])) as [Submitted];
	return requested;
}

/** The state of an item's proxy, from an entry that is checked. Rejects `bad-proof` when the archive shows another. */
export async function proxyOf(connection: Connection, open: OpenCase, item: Id): Promise<ProxyState> {
	const { proxy } = await connection.ask(answers.item, `/v1/items/${item}`);
	if (proxy === undefined) return { state: 'none' };
	const [entry] = (await connection.open([proxy])) as [Entry];
	const { statement: s, skeleton, index } = entry;
	const ours = skeleton.result === 'accepted' && 'item' in s && s.item === item && s.case === open.id;
	if (ours && s.type === 'proxy.requested') return { state: 'wanted' };
	if (ours && s.type === 'item.failed' && s.phase === 'proxy') return { state: 'failed', ...failure(open, entry) };
	if (!ours || s.type !== 'derivative.made' || s.kind !== 'proxy')
		throw new CustosError('bad-proof', 'the archive shows another entry than that of this item’s proxy');
	const detail = Made.safeParse(openDetail(open, entry).fields);
	if (!detail.success)
		throw new CustosError('damaged', 'what the worker said of the proxy is malformed', { cause: detail.error });
	return { state: 'made', made: { ...detail.data, statement: s, index } };
}

/** The proxy that is there. Rejects `not-found` otherwise. */
export async function madeProxy(connection: Connection, open: OpenCase, item: Id): Promise<MadeProxy> {
	const proxy = await proxyOf(connection, open, item);
	if (proxy.state !== 'made') throw new CustosError('not-found', 'this item has no playable copy yet: ask for one');
	return proxy.made;
}

function failure(open: OpenCase, entry: Entry): { code: ErrorCode; reason: string } {
	const { code, reason } = openDetail(open, entry).fields;
	return { code: errorCodes.find((one) => one === code) ?? 'internal', reason: String(reason ?? '') };
}
