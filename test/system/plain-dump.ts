import { writeFile } from 'node:fs/promises';
import type { Client } from 'pg';
import { to } from 'pg-copy-streams';

/**
 * Writes every row of the database as `pg_dump --format=plain` does, without what makes the tables. By COPY: Debian's own
 * pg_dump refuses a newer server. Returns how many tables there are.
 */
export async function writePlainDump(client: Client, path: string): Promise<number> {
	await client.query('begin isolation level repeatable read, read only');
	const { rows } = await client.query<Table>(`select n.nspname as schema, c.relname as name,
			format('%I.%I', n.nspname, c.relname) as table, string_agg(format('%I', a.attname), ', ' order by a.attnum) as columns
		from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
		where c.relkind = 'r' and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
			and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		group by n.nspname, c.relname order by n.nspname, c.relname`);
	await writeFile(path, written(client, rows));
	await client.query('commit');
	return rows.length;
}

interface Table {
	schema: string;
	name: string;
	table: string;
	columns: string;
}

async function* written(client: Client, tables: readonly Table[]): AsyncGenerator<string | Buffer> {
	yield "--\n-- PostgreSQL database dump\n--\n\n\\restrict 0\n\nSET statement_timeout = 0;\nSET client_encoding = 'UTF8';\n\n";
	for (const { schema, name, table, columns } of tables) {
		yield `--\n-- Data for Name: ${name}; Type: TABLE DATA; Schema: ${schema}; Owner: custos_owner\n--\n\n`;
		yield `COPY ${table} (${columns}) FROM stdin;\n`;
		for await (const piece of client.query(to(`copy ${table} (${columns}) to stdout`))) yield piece as Buffer;
		yield '\\.\n\n\n';
	}
	yield '--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict 0\n\n';
}
