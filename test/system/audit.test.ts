import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditProgress } from '../../workers/audit/audit.ts';
import { type Copy, type StoredArchive, storeArchive } from '../attack/spoiled-archive.ts';

let stored: StoredArchive;
let copy: Copy;
beforeAll(async () => {
	stored = await storeArchive();
	copy = await stored.spoil();
});
afterAll(async () => {
	await copy.drop();
	await stored.drop();
});

test('an untouched archive is found whole, everything in it looked at', async () => {
	const seen: AuditProgress[] = [];
	const result = await copy.audit({ onProgress: (progress) => seen.push(progress) });
	expect(result).toMatchObject({
		ok: true,
		entries: stored.head.size,
		checked: { signatures: stored.head.size, prefixes: 5, objects: 3, unsigned: 0 },
	});
	expect(result.firstDifference).toBeUndefined();
	expect(result.checked.bytes).toBe(5 * 65_552);
	expect(new Set(seen.map((one) => one.phase))).toEqual(new Set(['entries', 'tables', 'objects']));
});

test('the role that may only read is enough', async () => {
	const url = copy.url.replace('//postgres@', '//custos_auditor@');
	expect(await copy.audit({ databaseUrl: url })).toMatchObject({ ok: true });
});

test('it leaves nothing behind in the database', async () => {
	const lasting = `select (select count(*)::int from pg_class where relpersistence <> 't') as tables, (select count(*)::int from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())) as locks`;
	const before = await copy.asSuperuser(lasting);
	await copy.audit();
	expect(await copy.asSuperuser(lasting)).toEqual(before);
});

test('without the read tables the ledger alone is audited', async () => {
	await copy.asSuperuser('drop table members, items');
	expect(await copy.audit({ projection: false })).toMatchObject({ ok: true, checked: { rows: 0, objects: 3 } });
});
