import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { to } from 'pg-copy-streams';

/** Something that must not be found, and what it is. */
export interface Needle {
	what: string;
	forms: Buffer[];
}

/** A text in every form a machine may have written it: as it is, in hex, in base64 at any offset. */
export function textNeedle(what: string, text: string): Needle {
	return { what, forms: writings(Buffer.from(text)) };
}

/** A hash: its raw bytes, its hex and its base64, each in every form. */
export function hashNeedle(what: string, hex: string): Needle {
	const raw = Buffer.from(hex, 'hex');
	return { what, forms: [raw, Buffer.from(hex), Buffer.from(raw.toString('base64'))].flatMap(writings) };
}

/** Some bytes of a file, as they are and in every form. */
export function bytesNeedle(what: string, bytes: Buffer): Needle {
	return { what, forms: writings(bytes) };
}

function writings(bytes: Buffer): Buffer[] {
	const hex = bytes.toString('hex');
	const shifted = [0, 1, 2].map((before) => {
		const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		// Letters that also depend on what stands before and after are left out.
		return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
	});
	const url = shifted.map((one) => one.replaceAll('+', '-').replaceAll('/', '_'));
	const escaped = JSON.stringify(bytes.toString('utf8'))
		.slice(1, -1)
		.replaceAll(/[\u0080-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
	return [bytes, ...[hex, hex.toUpperCase(), escaped, ...shifted, ...url].map((one) => Buffer.from(one))].filter(
		(one) => one.length >= 8,
	);
}

/** What was found where. */
export interface Hit {
	what: string;
	where: string;
}

export function searchBytes(where: string, bytes: Buffer, needles: readonly Needle[]): Hit[] {
	return needles.filter(({ forms }) => forms.some((form) => bytes.includes(form))).map(({ what }) => ({ what, where }));
}

/** Every file below a folder, and the names of the files. Returns how many it read. */
export async function searchFolder(
	folder: string,
	needles: readonly Needle[],
): Promise<{ files: number; hits: Hit[] }> {
	const hits: Hit[] = [];
	let files = 0;
	for (const name of await readdir(folder, { recursive: true })) {
		hits.push(...searchBytes(`the name ${join(folder, name)}`, Buffer.from(name), needles));
		const facts = await stat(join(folder, name)).catch(() => undefined);
		if (facts?.isFile() !== true) continue;
		files += 1;
		hits.push(...searchBytes(join(folder, name), await readFile(join(folder, name)), needles));
	}
	return { files, hits };
}

/** Every table of every schema, as COPY writes it. Returns how many tables had rows. */
export async function searchDatabase(
	client: pg.Client,
	needles: readonly Needle[],
): Promise<{ tables: number; hits: Hit[] }> {
	const hits: Hit[] = [];
	let tables = 0;
	const { rows } = await client.query<{ name: string }>(
		"select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm', 'p') and n.nspname not like 'pg_toast%'",
	);
	for (const { name } of rows) {
		const bytes = await copyOut(client, name);
		if (bytes.length > 0) tables += 1;
		hits.push(...searchBytes(`the table ${name}`, bytes, needles));
	}
	return { tables, hits };
}

async function copyOut(client: pg.Client, table: string): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of client.query(to(`copy ${table} to stdout`))) pieces.push(piece as Buffer);
	return Buffer.concat(pieces);
}
