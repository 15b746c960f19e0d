import { CustosError } from '../domain/errors.ts';
import type { Id } from '../domain/ids.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { needRole, nothing } from './access.ts';
import type { Context, Person } from './context.ts';
import { objectKey } from './objects.ts';

/** Bodies in one answer are at most so long together, in bytes. */
const MAX_BODIES = 16 * 2 ** 20;

interface Run {
	object: Id;
	offset: number;
	length: number;
}

/**
 * The original bodies of many small items for a worker, one after another as asked for: neighbours in one object are read
 * at once. The worker knows every size from the ledger. Throws `too-large`.
 */
export async function sealedBodies(
	ctx: Context,
	person: Person,
	ids: readonly Id[],
): Promise<{ size: number; stream: ReadableStream<Uint8Array> }> {
	needRole(person, 'worker');
	const rows = await ctx.db
		.selectFrom('items')
		.select(['id', 'object', 'offset', 'size'])
		.where('id', 'in', ids)
		.execute();
	const places = new Map(rows.map((row) => [row.id, row]));
	const runs: Run[] = [];
	let size = 0;
	for (const id of ids) {
		const place = places.get(id);
		if (place === undefined) throw nothing();
		size += place.size;
		const last = runs.at(-1);
		if (last?.object === place.object && last.offset + last.length === place.offset) last.length += place.size;
		else runs.push({ object: place.object, offset: place.offset, length: place.size });
	}
	if (size > MAX_BODIES) throw new CustosError('too-large', `bodies of at most ${MAX_BODIES} bytes go together`);
	return { size, stream: streamOf(joined(ctx.store, runs)) };
}

async function* joined(store: BlobStore, runs: readonly Run[]): AsyncGenerator<Uint8Array> {
	for (const { object, offset, length } of runs)
		yield* (await store.read(objectKey(object), { offset, length })) as unknown as AsyncIterable<Uint8Array>;
}

/** Read only as fast as it is taken. */
function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const { value, done } = await pieces.next();
				if (done) controller.close();
				else controller.enqueue(value);
			},
			cancel: () => pieces.return(undefined).then(() => undefined),
		},
		{ highWaterMark: 0 },
	);
}
