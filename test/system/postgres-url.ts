import type { PoolConfig } from 'pg';

/** The `DATABASE_URL` of a connection over a unix socket. */
export function databaseUrl({ host, port, database, user }: PoolConfig): string {
	return `postgresql://${user}@/${database}?host=${encodeURIComponent(host ?? '')}&port=${port}`;
}
