import type { Kysely } from 'kysely';
import type pg from 'pg';
import { connect } from './connect.ts';
import type { Database } from './tables.ts';

/** Statements the server keeps ready, at the most. */
const KEPT = 64;
/** PostgreSQL tells names apart by their first 63 bytes. */
const NAME = 60;

/**
 * One connection for a process that holds it as long as it lives and says the same few things over and over. Each
 * statement gets a name, so that the server reads and plans it once. Not for poolers that lend a connection by transaction.
 */
export function connectSeat(
	connectionString: string,
	options: { onLost?: (error: Error) => void } = {},
): { db: Kysely<Database>; pool: pg.Pool } {
	const seat = connect(connectionString, { max: 1, ...options });
	seat.pool.on('connect', nameStatements);
	return seat;
}

function nameStatements(client: pg.PoolClient): void {
	const names = new Map<string, string>();
	const nameOf = (text: string): string | undefined => {
		const known = names.get(text);
		if (known !== undefined || names.size === KEPT) return known;
		// Beginning with the statement itself, for whoever looks at the server.
		const name = `${names.size} ${text.trim().replaceAll(/\s+/g, ' ')}`.slice(0, NAME);
		names.set(text, name);
		return name;
	};
	const query = client.query.bind(client) as (config: unknown, values?: unknown, callback?: unknown) => unknown;
	client.query = ((text: unknown, values?: unknown, callback?: unknown) => {
		const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
		return name === undefined ? query(text, values, callback) : query({ name, text, values }, callback);
	}) as typeof client.query;
}
