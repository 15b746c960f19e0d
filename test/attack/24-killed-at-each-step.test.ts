import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningPostgres, startPostgres } from '../../infra/embedded/postgres.ts';
import { fromBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import { openSealed } from '../../src/domain/envelope/sealed-box.ts';
import { newId } from '../../src/domain/ids.ts';
import type { Receipt } from '../../src/domain/ledger/receipt.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { audit } from '../../workers/audit/audit.ts';
import { SavedHead } from '../../workers/notary/head.ts';
import { headPath } from '../../workers/notary/keys.ts';
import { makePerson } from '../system/archive/person.ts';
import { type Archive, buildArchive, type TestItem } from '../system/archive-builder.ts';
import { copyTemplate, type FreshDatabase, prepareTemplate } from '../system/postgres.ts';
import { removeHome, temporaryHome } from '../system/postgres-homes.ts';
import { fillTemplate } from '../system/postgres-template.ts';
import { databaseUrl } from '../system/postgres-url.ts';
import { type Program, startNotaryProgram } from './program.ts';
import { startWire, type Wire } from './wire.ts';
import { allReceipts, checkReceipts, lay, receiptsOf, type SeenLog, type Sent, sign } from './witnessed.ts';

// 24: SIGKILL of the notary, and of PostgreSQL, at each step of a turn. Whatever receipt was ever given out verifies afterwards.

let postgres: RunningPostgres;
let home: string;
let database: FreshDatabase;
let archive: Archive;
let item: TestItem;
let log: SeenLog;
let wire: Wire;
let notary: Program;
/** Every receipt anyone has seen, from all rounds. */
const held: { sent: Sent; receipt: Receipt }[] = [];

beforeAll(async () => {
	home = temporaryHome();
	postgres = await startPostgres({ home, log: () => undefined });
	const server = { socketDir: postgres.socketDir, superuser: postgres.superuser };
	await prepareTemplate(server, fillTemplate);
	database = await copyTemplate(server);
	archive = await buildArchive({ connection: database.connection, folder: join(home, 'archive') });
	[item] = (await archive.deposit([utf8('gate')])) as [TestItem];
	log = { vkey: archive.desk.vkey, ...(await archive.desk.head()) };
	await archive.close();
	wire = await startWire(() => join(postgres.socketDir, `.s.PGSQL.${postgres.port}`), postgres.port);
	await startNotary();
});
afterAll(async () => {
	await notary.stop();
	await wire.close();
	await postgres.stop();
	removeHome(home);
});

const notaryHome = (): string => join(home, 'archive', 'notary');
const url = (): string => databaseUrl(database.connection);

async function startNotary(): Promise<void> {
	notary = startNotaryProgram(
		databaseUrl({ ...database.connection, host: wire.folder, user: 'custos_notary' }),
		notaryHome(),
	);
	await notary.ready;
}

/** The server's main process and all it started, at one blow. */
function killPostgres(): void {
	const main = postgres.pid;
	// Stopped first, so that it makes none that would outlive it, and keep the next server from starting.
	process.kill(main, 'SIGSTOP');
	const children = readdirSync('/proc')
		.filter((pid) => /^\d+$/.test(pid))
		.map(Number)
		.filter((pid) => parentOf(pid) === main);
	for (const pid of [main, ...children]) {
		try {
			process.kill(pid, 'SIGKILL');
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
	}
}

function parentOf(pid: number): number | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
	} catch {
		// It has ended since it was listed.
		return undefined;
	}
}

async function client(): Promise<Client> {
	const until = performance.now() + 30_000;
	for (;;) {
		const one = new Client(database.connection);
		// A server that is killed breaks this one's connection as well.
		one.on('error', () => undefined);
		try {
			await one.connect();
			return one;
		} catch (error) {
			if (performance.now() > until) throw error;
			await pause(50);
		}
	}
}

/** Watches a turn go by; true at the moment the step is reached. */
type Step = (direction: 'to' | 'from', bytes: Buffer) => boolean;

/** The `nth` commit of the turn that writes entries: as it is sent, or as it is answered. */
function atCommit(nth: number, direction: 'to' | 'from'): () => Step {
	return () => {
		let [begun, commits, asked] = [false, 0, false];
		return (way, bytes) => {
			if (way === 'to' && bytes.includes('insert into ledger.entries')) begun = true;
			if (way === 'to' && begun && bytes.includes('commit\0')) {
				commits += 1;
				asked = commits === nth;
				return asked && direction === 'to';
			}
			return asked && way === 'from' && direction === 'from';
		};
	};
}
/** When what is sent with this text has been answered. */
function afterText(text: string): () => Step {
	return () => {
		let asked = false;
		return (way, bytes) => {
			if (way === 'to' && bytes.includes(text)) asked = true;
			return asked && way === 'from';
		};
	};
}
const atText = (text: string) => (): Step => (way, bytes) => way === 'to' && bytes.includes(text);

const steps: [string, () => Step, { entries: boolean; head: boolean; receipts: boolean }][] = [
	[
		'before the entries are written',
		atText('insert into ledger.entries'),
		{ entries: false, head: false, receipts: false },
	],
	['before they are committed', atCommit(1, 'to'), { entries: false, head: false, receipts: false }],
	['after the commit, before the head', atCommit(1, 'from'), { entries: true, head: false, receipts: false }],
	[
		'after the head, before receipts are published',
		atText('insert into "ledger"."checkpoints"'),
		{ entries: true, head: true, receipts: false },
	],
	[
		'after the receipts are committed',
		afterText('insert into "ledger"."checkpoints"'),
		{ entries: true, head: true, receipts: true },
	],
];

async function headSize(): Promise<number> {
	const saved = await SavedHead.open(headPath(notaryHome()));
	await saved.close();
	return saved.current.size;
}

const invitation = (): Sent =>
	sign(log, archive.steward, { type: 'person.invited', invite: newId(platform.randomBytes), role: 'member' });
const opening = (): Sent => sign(log, archive.lead, archive.on(item, { type: 'item.opened', class: 'original' }));

/** The outcome of a statement as it lies in its table, once there is one. */
async function answerTo(by: Client, { statement }: Sent): Promise<string> {
	for (const until = performance.now() + 10_000; performance.now() < until; await pause(10)) {
		const { rows } = await by.query<{ outcome: string }>('select outcome from outcomes where statement_id = $1', [
			statement.id,
		]);
		if (rows[0] !== undefined) return rows[0].outcome;
	}
	return 'nothing';
}

function shareIn(receipt: Receipt, { statement }: Sent): string {
	const context = { what: `entry ${statement.id}`, purpose: 'notary-share/original', generation: 1 };
	return toHex(openSealed(archive.lead.box, fromBase64(receipt.share as string), context));
}

const rounds = (['notary', 'PostgreSQL'] as const).flatMap((victim) =>
	steps.map(([when, make, then]) => ({ victim, when, make, then })),
);

test.each(rounds)('$victim is killed $when', async ({ victim, make, then }) => {
	const before = await headSize();
	const sent = [invitation(), opening(), invitation()];
	let sender = await client();
	const step = make();
	let struck = false;
	const reached = new Promise<void>((resolve) => {
		wire.tap = (direction, bytes) => {
			if (struck) return false;
			struck = step(direction, bytes);
			if (!struck) return true;
			if (victim === 'notary') notary.kill();
			else killPostgres();
			resolve();
			return false;
		};
	});
	const stranger = sign(log, makePerson(), {
		type: 'person.invited',
		invite: newId(platform.randomBytes),
		role: 'member',
	});
	await lay(sender, [...sent, stranger]);
	await reached;
	await notary.ended;
	wire.tap = undefined;

	await sender.end().catch(() => undefined);
	sender = await client();
	const { rows } = await sender.query<{ n: number }>('select count(*)::int as n from ledger.entries');
	expect(rows[0]?.n).toBe(before + (then.entries ? 3 : 0));
	expect(await headSize()).toBe(before + (then.head ? 3 : 0));
	const early = await receiptsOf(sender, sent);
	expect(early.size).toBe(then.receipts ? 3 : 0);

	await startNotary();
	const receipts = await allReceipts(sender, sent);
	for (const one of sent) {
		const receipt = receipts.get(one.statement.id) as Receipt;
		held.push({ sent: one, receipt });
		const first = early.get(one.statement.id);
		if (first !== undefined) held.push({ sent: one, receipt: first });
	}
	expect(await answerTo(sender, stranger), 'a refusal is not lost either').toContain('unauthenticated');
	const shares = held
		.filter(({ sent: one }) => one.statement.type === 'item.opened')
		.map((one) => shareIn(one.receipt, one.sent));
	expect(new Set(shares).size, 'the same share every time').toBe(1);
	await sender.end();
	await checkReceipts(url(), log.vkey, held);
	expect(await headSize()).toBe(before + 3);
});

test('and the ledger is whole', async () => {
	await notary.stop();
	const saved = await SavedHead.open(headPath(notaryHome()));
	await saved.close();
	const result = await audit({
		databaseUrl: url(),
		logKey: log.vkey,
		head: saved.current,
		signatures: true,
		objects: false,
	});
	expect(result).toMatchObject({ ok: true, entries: log.size + 3 * rounds.length });
	await startNotary();
});
