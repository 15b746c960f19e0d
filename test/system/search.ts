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

/** The beginnings of all forms, so that one pass over some bytes looks for every needle. */
interface Index {
	/** A bit for every three bytes: whether a form begins with them. */
	readonly begins: Uint8Array;
	readonly forms: ReadonlyMap<number, readonly { form: Buffer; needle: Needle }[]>;
}

function indexOf(needles: readonly Needle[]): Index {
	const begins = new Uint8Array(2 ** 21);
	const forms = new Map<number, { form: Buffer; needle: Needle }[]>();
	for (const needle of needles) {
		for (const form of needle.forms) {
			const key = form.readUIntBE(0, 3);
			begins[key >> 3] = (begins[key >> 3] as number) | (1 << (key & 7));
			forms.set(key, [...(forms.get(key) ?? []), { form, needle }]);
		}
	}
	return { begins, forms };
}

function hitsOf(where: string, bytes: Buffer, { begins, forms }: Index): Hit[] {
	const found = new Set<string>();
	let key = 0;
	for (let at = -2; at + 2 < bytes.length; at++) {
		key = ((key << 8) | (bytes[at + 2] as number)) & 0xff_ff_ff;
		if (at < 0 || ((begins[key >> 3] as number) & (1 << (key & 7))) === 0) continue;
		for (const { form, needle } of forms.get(key) ?? [])
			if (bytes.compare(form, 0, form.length, at, Math.min(bytes.length, at + form.length)) === 0)
				found.add(needle.what);
	}
	return [...found].map((what) => ({ what, where }));
}

export function searchBytes(where: string, bytes: Buffer, needles: readonly Needle[]): Hit[] {
	return hitsOf(where, bytes, indexOf(needles));
}

/** Every file below a folder, and the names of the files. Returns how many it read. */
export async function searchFolder(
	folder: string,
	needles: readonly Needle[],
): Promise<{ files: number; hits: Hit[] }> {
	const hits: Hit[] = [];
	const index = indexOf(needles);
	let files = 0;
	for (const name of await readdir(folder, { recursive: true })) {
		hits.push(...hitsOf(`the name ${join(folder, name)}`, Buffer.from(name), index));
		const facts = await stat(join(folder, name)).catch(() => undefined);
		if (facts?.isFile() !== true) continue;
		files += 1;
		hits.push(...hitsOf(join(folder, name), await readFile(join(folder, name)), index));
	}
	return { files, hits };
}

const SHARED = '/dev/shm';

/**
 * Shared memory, where a program may leave files too. Others are at work in it: what goes while it is looked at or may not
 * be read is passed over, as is what lies below `own`.
 */
export async function searchSharedMemory(needles: readonly Needle[], own: string): Promise<Hit[]> {
	const hits: Hit[] = [];
	const index = indexOf(needles);
	const folders = [SHARED];
	for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
		for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
			const path = join(folder, entry.name);
			if (path === own) continue;
			hits.push(...hitsOf(`the name ${path}`, Buffer.from(entry.name), index));
			if (entry.isDirectory()) folders.push(path);
			if (entry.isFile()) hits.push(...hitsOf(path, await readFile(path).catch(() => Buffer.alloc(0)), index));
		}
	}
	return hits;
}

/** Every table of every schema, as COPY writes it. Returns how many tables had rows. */
export async function searchDatabase(
	client: pg.Client,
	needles: readonly Needle[],
): Promise<{ tables: number; hits: Hit[] }> {
	const hits: Hit[] = [];
	const index = indexOf(needles);
	let tables = 0;
	const { rows } = await client.query<{ name: string }>(
		"select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'm', 'p') and n.nspname not like 'pg_toast%'",
	);
	for (const { name } of rows) {
		const bytes = await copyOut(client, name);
		if (bytes.length > 0) tables += 1;
		hits.push(...hitsOf(`the table ${name}`, bytes, index));
	}
	return { tables, hits };
}

async function copyOut(client: pg.Client, table: string): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of client.query(to(`copy ${table} to stdout`))) pieces.push(piece as Buffer);
	return Buffer.concat(pieces);
}
