import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fromBase64, toBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import { share } from '../../src/domain/envelope/item-key.ts';
import { openSealed } from '../../src/domain/envelope/sealed-box.ts';
import { CustosError } from '../../src/domain/errors.ts';
import type { Receipt } from '../../src/domain/ledger/receipt.ts';
import { headPath } from '../../workers/notary/keys.ts';
import { Desk, type Letter } from '../system/archive/desk.ts';
import { type Archive, buildArchive, type TestItem } from '../system/archive-builder.ts';
import { type FreshDatabase, freshDatabase } from '../system/postgres.ts';
import { startWire, type Wire } from './wire.ts';

// 17: release, then rollback. Nothing that reaches PostgreSQL before the saved head holds a share, so nothing can be rolled back.

let database: FreshDatabase;
let folder: string;
let wire: Wire;
let archive: Archive;
let item: TestItem;
/** Everything sent to PostgreSQL, each piece with the size of the head that was on disk then. */
let sent: { head: number; bytes: Buffer }[] = [];

const home = (): string => join(folder, 'notary');
const reaching = () => ({ ...database.connection, host: wire.folder });

/** The size in the newest whole slot of the head file, read as it is on disk at this moment. */
function headOnDisk(): number {
	const file = readFileSync(headPath(home()));
	const heads = [0, 4096].map((at) => {
		const line = file.toString('utf8', at, at + 4096).split('\n')[0] ?? '';
		return line === '' || line.startsWith('\0')
			? { seq: -1, size: -1 }
			: (JSON.parse(line.slice(65)) as { seq: number; size: number });
	});
	return heads.sort((a, b) => b.seq - a.seq)[0]?.size ?? -1;
}

beforeEach(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-release-'))];
	const { host, port } = database.connection;
	wire = await startWire(() => join(host as string, `.s.PGSQL.${port}`), port as number);
	archive = await buildArchive({ connection: reaching(), folder });
	[item] = (await archive.deposit([utf8('gate')])) as [TestItem];
	sent = [];
	wire.tap = (direction, bytes) => {
		if (direction === 'to') sent.push({ head: headOnDisk(), bytes: Buffer.from(bytes) });
		return true;
	};
});
afterEach(async () => {
	await archive.close();
	await wire.close();
	await database.drop();
	await rm(folder, { recursive: true });
});

const opening = (): Letter =>
	archive.desk.write(archive.lead, archive.on(item, { type: 'item.opened' as const, class: 'original' as const }));
const sentWhile = (under: (head: number) => boolean): Buffer =>
	Buffer.concat(sent.filter((one) => under(one.head)).map((one) => one.bytes));

/** Every spelling of the share: as it is, and boxed if a box is known. */
function spellings(boxed?: string): Buffer[] {
	const raw = share(item.intake.notary, item.id, 'original');
	const whole = [raw, ...(boxed === undefined ? [] : [fromBase64(boxed)])];
	return [
		Buffer.from('"share"'),
		...whole.flatMap((one) => [Buffer.from(one), Buffer.from(toHex(one)), Buffer.from(toBase64(one))]),
	];
}

function expectNone(bytes: Buffer, boxed?: string): void {
	for (const [i, one] of spellings(boxed).entries()) expect(bytes.includes(one), `spelling ${i}`).toBe(false);
}

function shareIn(receipt: Receipt, letter: Letter): string {
	const context = { what: `entry ${letter.statement.id}`, purpose: 'notary-share/original', generation: 1 };
	return toHex(openSealed(archive.lead.box, fromBase64(receipt.share as string), context));
}

test('what is sent before the head covers the entry holds no share; what is sent after does', async () => {
	const letter = opening();
	const [receipt] = (await archive.desk.submit([letter])) as [Receipt];
	const boxed = receipt.share as string;
	expect(shareIn(receipt, letter)).toBe(toHex(share(item.intake.notary, item.id, 'original')));
	const before = sentWhile((head) => head <= receipt.index);
	expect(before.includes('insert into ledger.entries'), 'the entry itself was sent before').toBe(true);
	expectNone(before, boxed);
	expect(sentWhile((head) => head > receipt.index).includes(boxed)).toBe(true);
});

test('the commit fails: no entry, no head, no share, no outcome', async () => {
	await sql(
		`create function fail() returns trigger language plpgsql as $$ begin raise exception 'rolled back'; end $$`,
	);
	await sql(
		'create constraint trigger fail after insert on ledger.entries deferrable initially deferred for each row execute function fail()',
	);
	const [letter, head] = [opening(), headOnDisk()];
	await expect(archive.desk.submit([letter])).rejects.toThrow('rolled back');
	expect(headOnDisk()).toBe(head);
	expectNone(sentWhile(() => true));
	await expect(archive.desk.outcome(letter)).rejects.toThrow();

	await sql('drop trigger fail on ledger.entries');
	await restart();
	await archive.desk.started.notary.turn();
	const outcome = await archive.desk.outcome(letter);
	expect('receipt' in outcome && outcome.receipt.index).toBe(head);
});

test('the head cannot be saved: the entry stands, and no share leaves', async () => {
	const { head } = archive.desk.started;
	const letter = opening();
	const failing = async (): Promise<void> => {
		throw new CustosError('disk-full', 'no space for the head');
	};
	Object.defineProperty(head, 'save', { value: failing });
	await expect(archive.desk.submit([letter])).rejects.toMatchObject({ code: 'disk-full' });
	expectNone(sentWhile(() => true));
	await expect(archive.desk.outcome(letter)).rejects.toThrow();
});

test('the share is rolled back with the outcome: the entry is under the head, and the same share comes again', async () => {
	const letter = opening();
	const overheard = wire.tap as NonNullable<Wire['tap']>;
	wire.tap = (direction, bytes) => {
		overheard(direction, bytes);
		// Its first words, which are also the name it is sent under when the server knows it already.
		const isOutcome = direction === 'to' && bytes.includes('insert into "ledger"."checkpoints"');
		if (isOutcome) queueMicrotask(() => wire.cut());
		return !isOutcome;
	};
	const before = headOnDisk();
	await expect(archive.desk.submit([letter])).rejects.toThrow();
	expect(headOnDisk()).toBe(before + 1);
	expectNone(sentWhile((head) => head <= before));
	wire.tap = undefined;
	await restart();
	const outcome = await archive.desk.outcome(letter);
	if (!('receipt' in outcome)) throw new Error('no receipt');
	expect(outcome.receipt.index).toBe(before);
	expect(shareIn(outcome.receipt, letter)).toBe(toHex(share(item.intake.notary, item.id, 'original')));
});

async function sql(text: string): Promise<void> {
	const client = new Client(database.connection);
	await client.connect();
	await client.query(text);
	await client.end();
}

/** A new notary on the same database and home. */
async function restart(): Promise<void> {
	await archive.desk.close();
	const desk = await Desk.open({ connection: reaching(), notaryHome: home() });
	Object.defineProperty(archive, 'desk', { value: desk });
}
