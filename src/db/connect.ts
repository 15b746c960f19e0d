import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { CustosError } from '../domain/errors.ts';
import type { Database } from './tables.ts';

const INT8 = 20;

/** Log indices and byte sizes fit in a double: read bigint as number. Used by every connection of Custos. */
export const types: pg.CustomTypesConfig = {
	getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
		oid === INT8
			? (value: string) => Number(value)
			: pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * The database's machine may lose its power, or the line in between its memory: then nothing says that an answer never comes, and
 * whoever waits for it, and all who wait behind, would do so for ever. So the system asks whether the other side is still there.
 */
const alive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/** A pool with its query builder. `onLost` hears of every connection that breaks; queries in flight reject by themselves. */
export function connect(
	connectionString: string,
	options: { max: number; onLost?: (error: Error) => void },
): { db: Kysely<Database>; pool: pg.Pool } {
	const pool = new pg.Pool({ connectionString, max: options.max, idleTimeoutMillis: 0, types, ...alive });
	// Connections that are lent out too: unheard, their error would end the process.
	pool.on('connect', (client) => client.on('error', (error) => options.onLost?.(error)));
	pool.on('error', () => {
		// An idle connection's error, which its own listener has heard already.
	});
	return { db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }), pool };
}

const LISTEN_AGAIN_MS = 1000;

export interface Listening {
	/** False while there is no connection; what is said then is not heard. */
	readonly listens: boolean;
	onHeard: () => void;
	/** Ends the connection for good. */
	close(): Promise<void>;
}

/** Hears of a channel on a connection of its own, and gets another one when it is lost. `listens` says whether it does. */
export function listen(connectionString: string, channel: string): Listening {
	let [closed, current] = [false, undefined as pg.Client | undefined];
	const ear = {
		listens: false,
		onHeard: (): void => {},
		async close(): Promise<void> {
			closed = true;
			await current?.end();
		},
	};
	const again = (): void => {
		ear.listens = false;
		if (!closed) setTimeout(begin, LISTEN_AGAIN_MS).unref();
	};
	const begin = (): void => {
		if (closed) return;
		const client = new pg.Client({ connectionString, ...alive });
		current = client;
		client.on('notification', () => ear.onHeard());
		// What breaks a connection that stands comes with its end; what prevents one rejects below.
		client.on('error', () => undefined);
		open(client).catch(() => client.end().then(again, again));
	};
	const open = async (client: pg.Client): Promise<void> => {
		await client.connect();
		await client.query(`listen ${pg.escapeIdentifier(channel)}`);
		client.once('end', again);
		ear.listens = true;
	};
	begin();
	return ear;
}

/** Throws `config` unless the server acknowledges only what is on disk. */
export async function assertDurable(pool: pg.Pool): Promise<void> {
	for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
		const result = await pool.query<{ setting: string }>('select current_setting($1) as setting', [name]);
		const setting = result.rows[0]?.setting;
		if (setting !== 'on')
			throw new CustosError(
				'config',
				`PostgreSQL has ${name}=${setting}; Custos needs it on, or acknowledged entries can be lost`,
			);
	}
}
