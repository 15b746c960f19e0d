import { createHmac } from 'node:crypto';
import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Pin } from '../../../src/client/pin.ts';
import { detailContext } from '../../../src/client/submit.ts';
import { connect } from '../../../src/db/connect.ts';
import { entries } from '../../../src/db/log-store.ts';
import { connectSeat } from '../../../src/db/seat.ts';
import type { Database } from '../../../src/db/tables.ts';
import { type Bytes, toHex } from '../../../src/domain/bytes.ts';
import { sealTo } from '../../../src/domain/envelope/sealed-box.ts';
import { CustosError } from '../../../src/domain/errors.ts';
import { newId } from '../../../src/domain/ids.ts';
import { type Detail, detailRoot, encodeDetail } from '../../../src/domain/ledger/detail.ts';
import { keyText } from '../../../src/domain/ledger/log-keys.ts';
import type { Receipt } from '../../../src/domain/ledger/receipt.ts';
import { type SignedStatement, Statement, signStatement } from '../../../src/domain/ledger/statement.ts';
import { platform } from '../../../src/domain/platform/node.ts';
import { Outcome } from '../../../src/domain/wire.ts';
import { type Head, SavedHead } from '../../../workers/notary/head.ts';
import { headPath } from '../../../workers/notary/keys.ts';
import { type StartedNotary, startNotary } from '../../../workers/notary/start.ts';
import { databaseUrl } from '../postgres-url.ts';
import type { TestPerson } from './person.ts';

type Filled = 'v' | 'id' | 'origin' | 'actor' | 'time' | 'seen' | 'detail';
type Open<S> = S extends Statement
	? Omit<S, Filled> & Partial<Pick<S, Filled & ('id' | 'origin' | 'time' | 'seen')>>
	: never;

/** A statement less what the desk fills in; `id`, `origin`, `time` and `seen` may be given to be wrong on purpose. */
export type Fields = Open<Statement>;

/** What goes beside a statement: a detail with the key it is sealed to, a prefix. */
export interface Beside {
	detail?: Detail;
	to?: { publicKey: Bytes; generation: number };
	prefix?: Bytes;
}

/** A signed statement with what travels beside it. */
export interface Letter {
	statement: Statement;
	signed: SignedStatement;
	sealed: Bytes | null;
	prefix: Bytes | null;
}

export interface DeskOptions {
	/** A superuser's way in, as `freshDatabase` gives it. */
	connection: pg.PoolConfig;
	/** Keys and head of the notary. */
	notaryHome: string;
	clock?: () => Date;
}

/** The real notary on a real database, taking in really signed statements one turn at a time. */
export class Desk {
	readonly db: Kysely<Database>;
	readonly notaryHome: string;
	readonly clock: () => Date;
	readonly #pool: pg.Pool;
	readonly #seat: { db: Kysely<Database>; pool: pg.Pool };
	#started: StartedNotary | undefined;
	#closed = false;

	private constructor(options: DeskOptions) {
		({ db: this.db, pool: this.#pool } = connect(databaseUrl(options.connection), { max: 4 }));
		this.#seat = connectSeat(databaseUrl({ ...options.connection, user: 'custos_notary' }));
		this.notaryHome = options.notaryHome;
		this.clock = options.clock ?? (() => new Date());
	}

	static async open(options: DeskOptions): Promise<Desk> {
		const desk = new Desk(options);
		try {
			desk.#started = await startNotary(desk.#seat.db, desk.#seat.pool, options.notaryHome, desk.clock);
		} catch (error) {
			await desk.close();
			throw error;
		}
		return desk;
	}

	get started(): StartedNotary {
		if (this.#started === undefined) throw new CustosError('internal', 'the notary is not started');
		return this.#started;
	}

	get vkey(): string {
		return this.started.keys.vkey;
	}

	/** The saved head as it is on disk. */
	async head(): Promise<Head> {
		const saved = await SavedHead.open(headPath(this.notaryHome));
		await saved.close();
		return saved.current;
	}

	/** What somebody who joined knows the archive by. */
	async pin(): Promise<Pin> {
		const founding = await entries(this.db).where('e.idx', '=', 0).executeTakeFirstOrThrow();
		const hash = toHex(platform.sha256(founding.statement));
		return { server: 'https://archive.example', log: keyText(this.started.keys.key), founding: hash };
	}

	/** Fills in what every statement has, seals the detail, and signs. */
	write(person: TestPerson, fields: Fields, beside: Beside = {}): Letter {
		const { keys, head } = this.started;
		const id = newId(platform.randomBytes);
		const { to } = beside;
		const sealed =
			beside.detail && to ? sealTo(to.publicKey, detailContext(id, to.generation), encodeDetail(beside.detail)) : null;
		const detail =
			beside.detail && sealed
				? { detail: { root: toHex(detailRoot(beside.detail)), sealed: toHex(platform.sha256(sealed)) } }
				: {};
		const statement = Statement.parse({
			v: 1,
			id,
			origin: keys.origin,
			actor: person.keys.sign,
			time: this.clock().toISOString(),
			seen: { size: head.current.size, root: head.current.root },
			...detail,
			...fields,
		});
		return { statement, signed: signStatement(statement, person.seed), sealed, prefix: beside.prefix ?? null };
	}

	/** Lays letters before the notary and lets it take a turn. Receipts in order; throws the refusal of the first that has none. */
	async submit(letters: readonly Letter[]): Promise<Receipt[]> {
		await this.lay(letters);
		while ((await this.started.notary.turn()) > 0);
		const outcomes = await Promise.all(letters.map((one) => this.outcome(one)));
		return outcomes.map((outcome) => {
			if ('error' in outcome) throw new CustosError(outcome.error.code, outcome.error.message);
			return outcome.receipt;
		});
	}

	/** Lays letters before the notary without a turn. */
	async lay(letters: readonly Letter[]): Promise<void> {
		const { founding } = this.started.keys;
		const rows = letters.map(({ statement, signed, sealed, prefix }) => ({
			actor: statement.actor,
			statement_id: statement.id,
			statement: signed.bytes,
			signature: signed.signature,
			sealed,
			prefix,
			founding:
				statement.type === 'archive.founded' ? createHmac('sha256', founding).update(signed.bytes).digest('hex') : null,
		}));
		await this.db.insertInto('pending').values(rows).execute();
	}

	async outcome({ statement }: Letter): Promise<Outcome> {
		const row = await this.db
			.selectFrom('outcomes')
			.select('outcome')
			.where('statement_id', '=', statement.id)
			.where('actor', '=', statement.actor)
			.executeTakeFirstOrThrow();
		return Outcome.parse(JSON.parse(row.outcome));
	}

	/** Repeating it is fine. */
	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		await Promise.all([this.#pool.end(), this.#seat.pool.end()]);
		await this.#started?.close();
		this.#started = undefined;
	}
}
