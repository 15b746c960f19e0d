import { z } from 'zod';
import { type Bytes, fromBase64, fromHex } from '../../domain/bytes.ts';
import { openSealed } from '../../domain/envelope/sealed-box.ts';
import { CustosError, type ErrorCode, errorCodes } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { decodeOpening } from '../../domain/ledger/opening.ts';
import type { Entry } from '../../domain/ledger/receipt.ts';
import type { StatementOf } from '../../domain/ledger/statement.ts';
import { answers } from '../../domain/wire.ts';
import { readDetail } from '../case/sealed-fields.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { endedEpochs } from '../ended-epochs.ts';
import { itemEntries } from '../open-item.ts';
import { epochOf, rewrap } from '../rewrap.ts';
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

type Made = z.infer<typeof Made>;

/**
 * The statement by which the proxy was made, and what is in it; that is not known before it is opened in a case that did
 * not receive the item.
 */
export interface MadeProxy extends Partial<Made> {
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
 * item is not kept yet; `conflict` where the key by which workers open the item is gone and only an editor of the case that
 * received it can give it a fresh wrap, as one who may does here.
 */
export async function requestProxy(connection: Connection, open: OpenCase, item: Id): Promise<Submitted> {
	await wrapAnew(connection, open, item);
	const fields = { case: open.id, generation: open.key.generation, item };
	const [requested] = (await submit(connection, [{ type: 'proxy.requested', fields }])) as [Submitted];
	return requested;
}

async function wrapAnew(connection: Connection, open: OpenCase, id: Id): Promise<void> {
	const ended = await endedEpochs(connection);
	if (ended.size === 0) return;
	const item = await itemEntries(connection, id);
	if (!ended.has(epochOf(item))) return;
	if (open.role === 'reader' || item.case !== open.id)
		throw new CustosError(
			'conflict',
			'the key by which workers opened this item is destroyed: ask an editor of the case that received it to ask for the copy',
		);
	await rewrap(connection, open, [item]);
}

/** The state of an item's proxy, from an entry that is checked. Rejects `bad-proof` when the archive shows another. */
export async function proxyOf(connection: Connection, open: OpenCase, item: Id): Promise<ProxyState> {
	const { proxy } = await connection.ask(answers.item, `/v1/items/${item}`);
	if (proxy === undefined) return { state: 'none' };
	const [entry] = (await connection.open([proxy])) as [Entry];
	const { statement: s, skeleton, index } = entry;
	const ours = skeleton.result === 'accepted' && 'item' in s && s.item === item;
	if (ours && s.type === 'proxy.requested') return { state: 'wanted' };
	if (ours && s.type === 'item.failed' && s.phase === 'proxy') return { state: 'failed', ...failure(open, entry) };
	if (!ours || s.type !== 'derivative.made' || s.kind !== 'proxy')
		throw new CustosError('bad-proof', 'the archive shows another entry than that of this item’s proxy');
	const fields = readDetail(open, entry)?.fields;
	if (fields === undefined && s.case !== open.id) return { state: 'made', made: { statement: s, index } };
	return { state: 'made', made: { ...parsed(fields), statement: s, index } };
}

function parsed(fields: unknown): Made {
	const detail = Made.safeParse(fields);
	if (detail.success) return detail.data;
	throw new CustosError('damaged', 'what the worker said of the proxy is malformed', { cause: detail.error });
}

/** How the maker of a proxy tells whoever opens it what must be known of it. */
export function forItemContext(item: Id) {
	return { what: `item ${item}`, purpose: 'derivative-facts', generation: 1 };
}

/**
 * What must be known of a proxy to read it: by the case's record, or else by what its maker sealed to the item's key
 * (`secret`). Throws `not-found` where it did not, `damaged`.
 */
export function proxyFacts({ statement: s, size, type }: MadeProxy, secret: Bytes): Pick<Made, 'size' | 'type'> {
	if (size !== undefined && type !== undefined) return { size, type };
	if (s.forItem === undefined || s.detail === undefined)
		throw new CustosError('not-found', 'this playable copy is readable only in the case that received the item');
	const box = openSealed(secret, fromBase64(s.forItem), forItemContext(s.item));
	return parsed(decodeOpening(box, fromHex(s.detail.root)));
}

/** The proxy that is there. Rejects `not-found` otherwise. */
export async function madeProxy(connection: Connection, open: OpenCase, item: Id): Promise<MadeProxy> {
	const proxy = await proxyOf(connection, open, item);
	if (proxy.state !== 'made') throw new CustosError('not-found', 'this item has no playable copy yet: ask for one');
	return proxy.made;
}

function failure(open: OpenCase, entry: Entry): { code: ErrorCode; reason: string } {
	const { code, reason } = readDetail(open, entry)?.fields ?? {};
	return { code: errorCodes.find((one) => one === code) ?? 'internal', reason: String(reason ?? '') };
}
