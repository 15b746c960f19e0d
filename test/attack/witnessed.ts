import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { connect } from '../../src/db/connect.ts';
import { tileReader } from '../../src/db/log-store.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { openCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { verifyConsistency } from '../../src/domain/ledger/merkle.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { type Receipt, verifyReceipt } from '../../src/domain/ledger/receipt.ts';
import { type SignedStatement, Statement, signStatement } from '../../src/domain/ledger/statement.ts';
import { consistencyProof } from '../../src/domain/ledger/tiles.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { Outcome } from '../../src/domain/wire.ts';
import type { TestPerson } from '../system/archive/person.ts';

/** A signed statement on its way, without any of the archive's own processes. */
export interface Sent {
	statement: Statement;
	signed: SignedStatement;
}

export interface SeenLog {
	vkey: string;
	size: number;
	root: string;
}

export function sign(log: SeenLog, by: TestPerson, fields: object): Sent {
	const { name: origin } = parseKey(log.vkey);
	const statement = Statement.parse({
		v: 1,
		id: newId(platform.randomBytes),
		origin,
		actor: by.keys.sign,
		time: new Date().toISOString(),
		seen: { size: log.size, root: log.root },
		...fields,
	});
	return { statement, signed: signStatement(statement, by.seed) };
}

/** Lays statements before the notary in one commit, and wakes it. */
export async function lay(client: Client, sent: readonly Sent[]): Promise<void> {
	await client.query(
		`insert into pending (actor, statement_id, statement, signature) select * from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[])`,
		[
			sent.map(({ statement }) => statement.actor),
			sent.map(({ statement }) => statement.id),
			sent.map(({ signed }) => Buffer.from(signed.bytes)),
			sent.map(({ signed }) => Buffer.from(signed.signature)),
		],
	);
	await client.query(`notify custos_pending`);
}

/** The receipts there are for these statements by now, by statement id. Throws on a refusal. */
export async function receiptsOf(client: Client, sent: readonly Sent[]): Promise<Map<string, Receipt>> {
	const { rows } = await client.query<{ statement_id: string; outcome: string }>(
		'select statement_id, outcome from outcomes where statement_id = any($1)',
		[sent.map(({ statement }) => statement.id)],
	);
	return new Map(
		rows.map((row) => {
			const outcome = Outcome.parse(JSON.parse(row.outcome));
			if ('error' in outcome) throw new Error(`refused: ${outcome.error.code}: ${outcome.error.message}`);
			return [row.statement_id, outcome.receipt];
		}),
	);
}

/** Waits until every one of these statements has a receipt. */
export async function allReceipts(
	client: Client,
	sent: readonly Sent[],
	withinMs = 20_000,
): Promise<Map<string, Receipt>> {
	const until = performance.now() + withinMs;
	for (;;) {
		const receipts = await receiptsOf(client, sent);
		if (receipts.size === sent.length) return receipts;
		if (performance.now() > until) throw new Error(`${receipts.size} of ${sent.length} receipts after ${withinMs} ms`);
		await pause(10);
	}
}

/** Throws unless every receipt verifies by itself and its checkpoint is a beginning of the log as it is now; one entry each. */
export async function checkReceipts(
	url: string,
	vkey: string,
	held: readonly { sent: Sent; receipt: Receipt }[],
): Promise<void> {
	const key = parseKey(vkey);
	const { db, pool } = connect(url, { max: 1 });
	try {
		const newest = await db
			.selectFrom('ledger.checkpoints')
			.selectAll()
			.orderBy('size', 'desc')
			.limit(1)
			.executeTakeFirstOrThrow();
		const head = openCheckpoint(newest.note, key);
		const grown = new Map<string, { size: number; root: Uint8Array<ArrayBuffer> }>();
		for (const { sent, receipt } of held) {
			const { checkpoint } = verifyReceipt(sent.signed, sent.statement.type, receipt, key);
			grown.set(`${checkpoint.size}/${toHex(checkpoint.root)}`, checkpoint);
		}
		for (const { size, root } of grown.values()) {
			const proof = await consistencyProof(size, head.size, tileReader(db));
			verifyConsistency({ from: size, fromRoot: root, to: head.size, toRoot: head.root, proof });
		}
		const rows = await db
			.selectFrom('ledger.bodies')
			.select(['statement_id', 'idx'])
			.where(
				'statement_id',
				'in',
				held.map(({ sent }) => sent.statement.id),
			)
			.execute();
		const places = new Map(held.map(({ sent, receipt }) => [sent.statement.id, receipt.index]));
		if (rows.length !== places.size || rows.some((row) => places.get(row.statement_id) !== row.idx))
			throw new Error('an entry is missing, doubled, or elsewhere');
	} finally {
		await pool.end();
	}
}
