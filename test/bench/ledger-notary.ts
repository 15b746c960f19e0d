import { readFileSync } from 'node:fs';
import pg from 'pg';
import { connectSeat } from '../../src/db/seat.ts';
import { type Bytes, toHex } from '../../src/domain/bytes.ts';
import { type Statement, signStatement } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { startNotary } from '../../workers/notary/start.ts';
import { ledgerStory } from './ledger-story.ts';

const STATEMENTS = 30_000;

export interface NotaryRate {
	/** Statements per second. */
	rate: number;
	/** Microseconds of CPU a statement, all threads of the notary, signatures included. */
	notaryCpu: number;
	/** And of the PostgreSQL process that serves it. */
	databaseCpu: number;
}

/** Statements that wait, signed beforehand, until the notary has taken them all in: per second, and CPU seconds of both sides. */
export async function notaryRate(url: string, adminUrl: string, notaryHome: string): Promise<NotaryRate> {
	const { db, pool } = connectSeat(url);
	const { notary, keys, head, close } = await startNotary(db, pool, notaryHome, () => new Date());
	const admin = new pg.Client(adminUrl);
	admin.on('error', () => undefined); // what went wrong is told by the query that failed
	await admin.connect();
	const story = ledgerStory(keys);
	const insert = async (count: number): Promise<number> => {
		const rows = Array.from({ length: count }, () => {
			const event = story.next().value;
			if (event === undefined) throw new Error('the story ended');
			const seen = { size: head.current.size, root: head.current.root };
			const sealed = event.sealed ?? null;
			const detail =
				sealed === null
					? {}
					: { detail: { root: toHex(platform.randomBytes(32)), sealed: toHex(platform.sha256(sealed)) } };
			const statement = {
				...event.fields,
				v: 1,
				id: toHex(platform.randomBytes(16)),
				origin: keys.origin,
				actor: event.by.keys.sign,
				time: new Date().toISOString(),
				seen,
				...detail,
			} as unknown as Statement;
			const signed = signStatement(statement, event.by.seed);
			const founding =
				statement.type === 'archive.founded' ? toHex(platform.hmacSha256(keys.founding, signed.bytes)) : null;
			return { statement, signed, sealed, prefix: (event.prefix ?? null) as Bytes | null, founding };
		});
		await admin.query(
			`insert into pending (actor, statement_id, statement, signature, sealed, prefix, founding)
			 select * from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[], $7::text[])`,
			[
				rows.map((one) => one.statement.actor),
				rows.map((one) => one.statement.id),
				rows.map((one) => one.signed.bytes),
				rows.map((one) => one.signed.signature),
				rows.map((one) => one.sealed),
				rows.map((one) => one.prefix),
				rows.map((one) => one.founding),
			],
		);
		return rows.length;
	};
	await insert(1);
	await notary.turn();
	await insert(2000);
	while ((await notary.turn()) > 0);
	for (let at = 0; at < STATEMENTS; at += 5000) await insert(5000);
	const before = head.current.size;
	const backend = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
	const pid = backend.rows[0]?.pid ?? 0;
	const [begun, own, database] = [performance.now(), process.cpuUsage(), cpuOf(pid)];
	while ((await notary.turn()) > 0);
	const seconds = (performance.now() - begun) / 1000;
	const { user, system } = process.cpuUsage(own);
	const databaseCpu = cpuOf(pid) - database;
	const made = head.current.size - before;
	await admin.end();
	await pool.end();
	await close();
	// The story has someone who is refused all the time: beyond twenty an hour the refusals fold into one entry.
	if (made < 0.9 * STATEMENTS) throw new Error(`only ${made} of ${STATEMENTS} statements became entries`);
	const per = (cpuSeconds: number): number => (1e6 * cpuSeconds) / made;
	return { rate: made / seconds, notaryCpu: per((user + system) / 1e6), databaseCpu: per(databaseCpu) };
}

/** CPU seconds of a process so far. */
function cpuOf(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) / 100;
}
