import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { objectKey } from '../../src/app/objects.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { flip } from './sealed-item.ts';
import { type Copy, type StoredArchive, storeArchive } from './spoiled-archive.ts';

// 6: an object and the rows that name its hash are both replaced. 7: an object is deleted.

let stored: StoredArchive;
let copy: Copy;
let object: string;
beforeAll(async () => {
	stored = await storeArchive();
	object = stored.items[0]?.body.object as string;
});
beforeEach(async () => {
	copy = await stored.spoil();
});
afterEach(() => copy.drop());
afterAll(() => stored.drop());

const indexOf = async (item: number): Promise<number> => {
	const [row] = await copy.asSuperuser(`select idx::int as idx from items where id = '${stored.items[item]?.id}'`);
	return row?.['idx'] as number;
};

async function replace(edit: (bytes: Uint8Array) => Uint8Array): Promise<Uint8Array> {
	const key = objectKey(object);
	const pieces: Uint8Array[] = [];
	for await (const piece of await copy.store.read(key)) pieces.push(piece);
	const bytes = edit(Buffer.concat(pieces));
	await copy.store.delete(key);
	await copy.store.put(key, bytes, { size: bytes.length });
	return bytes;
}

test('one bit of one body in a pack is changed: that item is named', async () => {
	const second = stored.items[1]?.body.offset as number;
	await replace((bytes) => flip(bytes, second + 10));
	expect((await copy.audit()).firstDifference).toMatchObject({ index: await indexOf(1) });
});

test('object and row are both replaced: the ledger decides', async () => {
	const { offset, size } = (stored.items[2] as (typeof stored.items)[number]).body;
	const bytes = await replace((whole) => flip(whole, offset));
	const hash = toHex(platform.sha256(bytes.subarray(offset, offset + size)));
	await copy.asSuperuser('update items set sha256 = $1 where id = $2', [hash, stored.items[2]?.id]);
	expect((await copy.audit()).firstDifference).toMatchObject({ table: 'items', index: await indexOf(2) });
	expect((await copy.audit({ projection: false })).firstDifference).toMatchObject({ index: await indexOf(2) });
});

test('an object is cut short: noticed without reading it', async () => {
	await replace((bytes) => bytes.subarray(0, -1));
	expect((await copy.audit({ objects: false })).firstDifference).toMatchObject({ index: await indexOf(2) });
});

test('an object is deleted: noticed without reading anything', async () => {
	await copy.store.delete(objectKey(object));
	expect((await copy.audit({ objects: false })).firstDifference).toMatchObject({ index: await indexOf(0) });
});

test('two objects change places', async () => {
	const [row] = await copy.asSuperuser('select object from derivatives limit 1');
	const [one, other] = [await read(object), await read(row?.['object'] as string)];
	for (const [id, bytes] of [
		[object, other],
		[row?.['object'] as string, one],
	] as const) {
		await copy.store.delete(objectKey(id));
		await copy.store.put(objectKey(id), bytes, { size: bytes.length });
	}
	expect((await copy.audit()).ok).toBe(false);
});

async function read(id: string): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	for await (const piece of await copy.store.read(objectKey(id))) pieces.push(piece);
	return Buffer.concat(pieces);
}
