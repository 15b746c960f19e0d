import { platform } from '#platform';
import { fromHex, toHex } from '../domain/bytes.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import type { Hex32, Id } from '../domain/ids.ts';
import type { BeginUpload } from '../domain/wire.ts';
import type { BlobBytes, BlobStore } from '../store/blob-store.ts';
import { nothing, roleIn } from './access.ts';
import type { Context, Person } from './context.ts';

/** A whole object in one request is at most this large; larger ones come in parts. */
export const MAX_SINGLE = 64 * 2 ** 20;
/** Parts are at most this large. */
const MAX_PART = 512 * 2 ** 20;
const MAX_PARTS = 10_000;
/** Uploads one person may have open at once. */
const MAX_OPEN = 200;
/** Stores sweep uploads in which nothing has moved for so long. */
const SWEPT_MS = 30 * 24 * 3_600_000;

/** Where an object lies in the store. */
export function objectKey(object: Id): string {
	return `o/${object}`;
}

/** Depositors and workers may store ciphertext in a case's name. */
async function mayStore(ctx: Context, person: Person, caseId: string): Promise<void> {
	if (person.role === 'worker') return;
	await roleIn(ctx, person, caseId, ['editor', 'lead']);
}

/**
 * Stores an object whole: a pack of small bodies, or a derivative. The same object again with the same bytes resolves
 * again, also when a crash came between the store and the database; other bytes are `conflict`.
 */
export async function putObject(
	ctx: Context,
	person: Person,
	put: { object: Id; case: Id; size: number; sha256: Hex32 },
	bytes: BlobBytes,
): Promise<void> {
	await mayStore(ctx, person, put.case);
	if (put.size > MAX_SINGLE)
		throw new CustosError('too-large', `an object of more than ${MAX_SINGLE} bytes is uploaded in parts`);
	try {
		await ctx.store.put(objectKey(put.object), bytes, { size: put.size, sha256: fromHex(put.sha256) });
	} catch (error) {
		if (!isCustosError(error, 'exists')) throw error;
		// By its size first: the one that is there may be larger than any that is put whole, and hashing it take hours.
		const there = await ctx.store.head(objectKey(put.object));
		if (there?.size !== put.size || (await hashOf(ctx.store, objectKey(put.object))) !== put.sha256)
			throw new CustosError('conflict', 'this object id was used for other bytes');
	}
	await record(ctx, person, put.object, put.case, put.size, put.sha256);
}

/** Begins an upload in parts, or finds it again: the object's id is the upload's. Tells which parts are there. */
export async function beginUpload(
	ctx: Context,
	person: Person,
	begin: BeginUpload,
): Promise<{ done: boolean; parts: { part: number; sha256: Hex32 }[] }> {
	await mayStore(ctx, person, begin.case);
	const { size, partSize } = begin;
	if (partSize < 2 ** 16 || partSize > MAX_PART || Math.ceil(size / partSize) > MAX_PARTS) {
		throw new CustosError('bad-request', `an object has at most ${MAX_PARTS} parts of at most ${MAX_PART} bytes`);
	}
	// In this order: an upload that completes meanwhile is open, or done, or both, but never neither.
	const open = await ctx.db.selectFrom('uploads').selectAll().where('id', '=', begin.object).executeTakeFirst();
	const done = await ctx.db.selectFrom('objects').select('person').where('id', '=', begin.object).executeTakeFirst();
	if (done !== undefined) {
		if (done.person !== person.key) throw new CustosError('conflict', 'this object id is taken');
		return { done: true, parts: [] };
	}
	if (open !== undefined) {
		if (
			open.person !== person.key ||
			open.size !== size ||
			open.part_size !== partSize ||
			open.case_id !== begin.case
		) {
			throw new CustosError('conflict', 'this upload was begun otherwise');
		}
		if (await ctx.store.knows(toStore(open))) return { done: false, parts: await partsOf(ctx, begin.object) };
		await forget(ctx, open);
	}
	if ((await countOpen(ctx, person)) >= MAX_OPEN && !(await forgetSwept(ctx, person)))
		throw new CustosError('limit', `more than ${MAX_OPEN} uploads are open: finish or abandon some`);
	const key = objectKey(begin.object);
	const storeId = await ctx.store.begin(key, { size, partSize });
	const begun = await ctx.db
		.insertInto('uploads')
		.values({
			id: begin.object,
			person: person.key,
			case_id: begin.case,
			object: key,
			store_id: storeId,
			size,
			part_size: partSize,
		})
		.onConflict((on) => on.doNothing())
		.returning('id')
		.executeTakeFirst();
	if (begun !== undefined) return { done: false, parts: [] };
	// The same begin came twice at once, of a page that was loaded again: the other one is it.
	await ctx.store.abort({ key, uploadId: storeId, size, partSize });
	return beginUpload(ctx, person, begin);
}

async function countOpen(ctx: Context, person: Person): Promise<number> {
	const { n } = await ctx.db
		.selectFrom('uploads')
		.select(ctx.db.fn.countAll<number>().as('n'))
		.where('person', '=', person.key)
		.executeTakeFirstOrThrow();
	return Number(n);
}

/** Forgets those of a person's old uploads that the store has swept; false if there are none. */
async function forgetSwept(ctx: Context, person: Person): Promise<boolean> {
	const old = await ctx.db
		.selectFrom('uploads')
		.selectAll()
		.where('person', '=', person.key)
		.where('at', '<', new Date(ctx.now().getTime() - SWEPT_MS))
		.execute();
	let forgotten = false;
	for (const upload of old) {
		if (await ctx.store.knows(toStore(upload))) continue;
		await forget(ctx, upload);
		forgotten = true;
	}
	return forgotten;
}

/** By the store's id: another request may have begun it anew meanwhile. */
async function forget(ctx: Context, { id, store_id }: { id: string; store_id: string }): Promise<void> {
	await ctx.db.deleteFrom('uploads').where('id', '=', id).where('store_id', '=', store_id).execute();
}

/** Stores one part; its hash is checked before it counts. */
export async function putPart(
	ctx: Context,
	person: Person,
	put: { object: Id; part: number; size: number; sha256: Hex32 },
	bytes: BlobBytes,
): Promise<void> {
	const upload = await uploadOf(ctx, person, put.object);
	await mayStore(ctx, person, upload.case_id);
	const expected = Math.min(upload.part_size, upload.size - put.part * upload.part_size);
	if (put.part < 0 || expected <= 0) throw new CustosError('bad-request', 'this upload has no such part');
	if (put.size !== expected)
		throw new CustosError('size-mismatch', `part ${put.part} has ${expected} bytes, not ${put.size}`);
	const token = await ctx.store.putPart(toStore(upload), put.part, bytes, {
		size: put.size,
		sha256: fromHex(put.sha256),
	});
	// Somebody may have given the upload up meanwhile, and its parts with it.
	const noted = await ctx.db
		.insertInto('upload_parts')
		.columns(['upload', 'part', 'token', 'sha256'])
		.expression((e) =>
			e
				.selectFrom('uploads')
				.select(['id', e.val(put.part).as('part'), e.val(token).as('token'), e.val(put.sha256).as('sha256')])
				.where('id', '=', put.object)
				.forKeyShare(),
		)
		.onConflict((on) => on.columns(['upload', 'part']).doUpdateSet({ token, sha256: put.sha256 }))
		.executeTakeFirst();
	if (noted.numInsertedOrUpdatedRows === 0n) throw nothing();
}

/** Makes the object of its parts. Repeating it is fine. */
export async function completeUpload(ctx: Context, person: Person, object: Id): Promise<void> {
	// In this order: what another request completes meanwhile is still open, or done already.
	const upload = await findUpload(ctx, person, object);
	const done = await ctx.db.selectFrom('objects').select('person').where('id', '=', object).executeTakeFirst();
	if (done?.person === person.key) {
		// A crash may have come between the two: an upload that is done no longer counts as open.
		await ctx.db.deleteFrom('uploads').where('id', '=', object).where('person', '=', person.key).execute();
		return;
	}
	if (upload === undefined) throw nothing();
	await mayStore(ctx, person, upload.case_id);
	const parts = await ctx.db
		.selectFrom('upload_parts')
		.selectAll()
		.where('upload', '=', object)
		.orderBy('part')
		.execute();
	const count = Math.max(1, Math.ceil(upload.size / upload.part_size));
	if (parts.length !== count)
		throw new CustosError('size-mismatch', `${count - parts.length} of ${count} parts are missing`);
	await ctx.store.complete(
		toStore(upload),
		parts.map((part) => part.token),
	);
	await record(ctx, person, object, upload.case_id, upload.size, count === 1 ? (parts[0]?.sha256 ?? null) : null);
	await ctx.db.deleteFrom('uploads').where('id', '=', object).execute();
}

/** Gives up an upload; its parts go. */
export async function abandonUpload(ctx: Context, person: Person, object: Id): Promise<void> {
	const upload = await uploadOf(ctx, person, object);
	await ctx.store.abort(toStore(upload));
	await ctx.db.deleteFrom('uploads').where('id', '=', object).execute();
}

function findUpload(ctx: Context, person: Person, id: Id) {
	return ctx.db
		.selectFrom('uploads')
		.selectAll()
		.where('id', '=', id)
		.where('person', '=', person.key)
		.executeTakeFirst();
}

async function uploadOf(ctx: Context, person: Person, id: Id) {
	const upload = await findUpload(ctx, person, id);
	if (upload === undefined) throw nothing();
	return upload;
}

function toStore(upload: { object: string; store_id: string; size: number; part_size: number }) {
	return { key: upload.object, uploadId: upload.store_id, size: upload.size, partSize: upload.part_size };
}

async function partsOf(ctx: Context, id: Id): Promise<{ part: number; sha256: Hex32 }[]> {
	return ctx.db
		.selectFrom('upload_parts')
		.select(['part', 'sha256'])
		.where('upload', '=', id)
		.orderBy('part')
		.execute();
}

async function record(
	ctx: Context,
	person: Person,
	object: Id,
	caseId: Id,
	size: number,
	sha256: Hex32 | null,
): Promise<void> {
	await ctx.db
		.insertInto('objects')
		.values({ id: object, person: person.key, case_id: caseId, size, sha256 })
		.onConflict((on) => on.doNothing())
		.execute();
}

async function hashOf(store: BlobStore, key: string): Promise<Hex32> {
	const hash = platform.createSha256();
	for await (const piece of await store.read(key)) hash.update(piece);
	return toHex(hash.digest());
}
