import { type Kysely, sql } from 'kysely';
import { selectPacked } from '../db/packed.ts';
import type { Database } from '../db/tables.ts';
import { type Bytes, fromBase64, utf8 } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import { parseStatement, type Statement } from '../domain/ledger/statement.ts';
import type { Outcome, Submission } from '../domain/wire.ts';
import type { Context, Person } from './context.ts';

/** Longest wait for the notary within one request; after it the client asks for the receipt by id. */
const WAIT_MS = 2000;

/** Further ahead than this of the API's clock, a statement is not even kept: the notary would refuse it. */
const MAX_AHEAD_MS = 2 * 60_000;

/** A pending statement as its row. */
interface Waiting {
	actor: string;
	statement_id: string;
	statement: Bytes;
	signature: Bytes;
	sealed: Bytes | null;
	prefix: Bytes | null;
	founding: string | null;
}

/**
 * Takes statements in for the notary and waits for what becomes of them. Checks shape, sender and that deposits lie in
 * the store; what counts is checked again by the notary. Undefined stands for "not yet". Throws `clock-skew` for a
 * statement from the future, `conflict` for an id that its actor used for other bytes.
 */
export async function submit(
	ctx: Context,
	person: Pick<Person, 'key'> | undefined,
	submissions: readonly Submission[],
): Promise<(Outcome | undefined)[]> {
	const parsed = submissions.map((one) => ({ one, statement: parseStatement(utf8(one.statement)) }));
	for (const { statement } of parsed) {
		if (person === undefined ? statement.type !== 'archive.founded' : statement.actor !== person.key) {
			throw new CustosError('unauthenticated', 'a session submits statements of its own person only');
		}
		if (Date.parse(statement.time) - ctx.now().getTime() > MAX_AHEAD_MS) {
			throw new CustosError('clock-skew', 'your clock is ahead of the archive’s: set it right and sign again');
		}
	}
	if (person === undefined) await checkOpen(ctx.db, parsed[0]?.statement);
	await checkDeposits(
		ctx.db,
		parsed.map(({ statement }) => statement),
	);
	const outcomes = ctx.outcomes.wait(
		parsed.map(({ statement }) => ({ id: statement.id, actor: statement.actor })),
		WAIT_MS,
		false,
	);
	await append(
		ctx.db,
		parsed.map(
			({ one, statement }): Waiting => ({
				actor: statement.actor,
				statement_id: statement.id,
				statement: utf8(one.statement),
				signature: fromBase64(one.signature),
				sealed: one.sealed === undefined ? null : fromBase64(one.sealed),
				prefix: one.prefix === undefined ? null : fromBase64(one.prefix),
				founding: one.founding ?? null,
			}),
		),
	);
	return outcomes;
}

/** Nobody without a session is heard once there is an entry 0, but whoever asks for the receipt of that very statement. */
async function checkOpen(db: Kysely<Database>, statement: Statement | undefined): Promise<void> {
	const first = await db
		.selectFrom('ledger.bodies')
		.select(['actor', 'statement_id'])
		.where('idx', '=', 0)
		.executeTakeFirst();
	if (first !== undefined && (first.actor !== statement?.actor || first.statement_id !== statement.id))
		throw new CustosError('conflict', 'this archive has been founded already');
}

/** A deposit must lie in the store, in this case's name, at this size; where the whole object's hash is known, with it. */
async function checkDeposits(db: Kysely<Database>, statements: readonly Statement[]): Promise<void> {
	const deposits = statements.filter((s) => s.type === 'item.received' || s.type === 'derivative.made');
	if (deposits.length === 0) return;
	const rows = await db
		.selectFrom('objects')
		.selectAll()
		.where(
			'id',
			'in',
			deposits.map((s) => s.body.object),
		)
		.execute();
	const objects = new Map(rows.map((row) => [row.id, row]));
	for (const { body, case: caseId } of deposits) {
		const object = objects.get(body.object);
		if (object === undefined || object.case_id !== caseId)
			throw new CustosError('not-found', 'the deposit names an object that is not in the store');
		if (body.offset + body.size > object.size)
			throw new CustosError('size-mismatch', 'the deposit is larger than its object');
		const whole = body.offset === 0 && body.size === object.size;
		if (whole && object.sha256 !== null && object.sha256 !== body.sha256) {
			throw new CustosError('hash-mismatch', 'the object in the store has another hash than the deposit');
		}
	}
}

interface Queue {
	waiting: { rows: readonly Waiting[]; resolve: () => void; reject: (error: unknown) => void }[];
	running: boolean;
}

const queues = new WeakMap<Kysely<Database>, Queue>();

/** Everyone who came while the last insert ran goes into the next one together. */
function append(db: Kysely<Database>, rows: readonly Waiting[]): Promise<void> {
	const queue = queues.get(db) ?? { waiting: [], running: false };
	queues.set(db, queue);
	return new Promise((resolve, reject) => {
		queue.waiting.push({ rows, resolve, reject });
		if (!queue.running) drain(db, queue).catch(reject);
	});
}

async function drain(db: Kysely<Database>, queue: Queue): Promise<void> {
	queue.running = true;
	while (queue.waiting.length > 0) {
		const turn = queue.waiting.splice(0, 64);
		try {
			const other = await insert(
				db,
				turn.flatMap((one) => one.rows),
			);
			for (const one of turn) {
				if (!one.rows.some((row) => other.has(`${row.actor}/${row.statement_id}`))) one.resolve();
				else
					one.reject(
						new CustosError('conflict', 'this statement id was used for another statement: sign it with a new one'),
					);
			}
		} catch (error) {
			for (const one of turn) one.reject(error);
		}
	}
	queue.running = false;
}

/** Lays rows before the notary, and tells which are a known id with other bytes: those the notary will only refuse. */
async function insert(db: Kysely<Database>, rows: readonly Waiting[]): Promise<Set<string>> {
	const column = <K extends keyof Waiting>(name: K): Waiting[K][] => rows.map((row) => row[name]);
	const packed = selectPacked([
		{ type: 'text', values: column('actor') },
		{ type: 'text', values: column('statement_id') },
		{ type: 'bytea', values: column('statement') },
		{ type: 'bytea', values: column('signature') },
		{ type: 'bytea', values: column('sealed') },
		{ type: 'bytea', values: column('prefix') },
		{ type: 'text', values: column('founding') },
	]);
	const result = await sql<{ other: string[] }>`with new as (
		insert into pending (actor, statement_id, statement, signature, sealed, prefix, founding)
		${packed}
		returning actor, statement_id, statement
	) select pg_notify('custos_pending', ''), array(
		select w.actor || '/' || w.statement_id from new w where w.statement <>
			(select b.statement from ledger.bodies b where b.statement_id = w.statement_id and b.actor = w.actor limit 1)
	) as other`.execute(db);
	return new Set(result.rows[0]?.other);
}
