import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateSync } from 'node:zlib';
import { type Bytes, fromHex, toHex, utf8 } from '../../src/domain/bytes.ts';
import { canonical, type Json } from '../../src/domain/canonical.ts';
import { fieldHash, fieldSalt } from '../../src/domain/ledger/detail.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { BagReader } from '../../src/report/verify/bag-reader.ts';
import { needs, onPath } from '../system/needs.ts';

/** Every 32 bytes that stand somewhere in the bag: as hexadecimal, as base64, or raw. */
export async function valuesIn(bag: BagReader): Promise<Map<string, Bytes>> {
	const found = new Map<string, Bytes>();
	const keep = (bytes: Bytes): unknown => bytes.length === 32 && found.set(toHex(bytes), bytes);
	for (const path of await bag.list()) {
		const bytes = new Uint8Array(await bag.read(path));
		for (let at = 0; bytes.length < 200 && at + 32 <= bytes.length; at++) keep(bytes.slice(at, at + 32));
		const source = Buffer.from(bytes).toString('latin1');
		for (const [hex] of source.matchAll(/\b[0-9a-f]{64}\b/g)) keep(fromHex(hex));
		for (const [base64] of source.matchAll(/[A-Za-z0-9+/]{43}=/g)) keep(new Uint8Array(Buffer.from(base64, 'base64')));
	}
	return found;
}

/** Tries a guess with all that the bag holds, as the salt of the field, as the seed of the detail, and without any. */
export function confirms(name: string, value: Json, beside: ReadonlyMap<string, Bytes>): boolean {
	const guess = utf8(canonical([name, value]));
	const plain = [utf8(String(value)), utf8(canonical(value)), guess].map((bytes) => toHex(platform.sha256(bytes)));
	if (plain.some((hash) => beside.has(hash))) return true;
	for (const one of beside.values())
		for (const salt of [one, fieldSalt(one, name)])
			if (beside.has(toHex(fieldHash({ name, value, salt })))) return true;
	return false;
}

/** Whether the text of a paper can be read here. */
export const needsPaperText = (skip: (note: string) => void): void => needs(onPath('pdftotext'), 'poppler-utils', skip);

/** Everything that can be read in a bag, by path: file names, contents, unpacked streams of the paper, its text as `pdftotext` reads it. */
export async function textsIn(bag: BagReader): Promise<Map<string, string>> {
	const texts = new Map<string, string>();
	for (const path of await bag.list()) {
		const bytes = Buffer.from(await bag.read(path));
		texts.set(path, `${path}\n${bytes.toString('latin1')}\n${bytes.toString('utf8')}`);
		if (path.endsWith('.pdf'))
			texts.set(`${path} unpacked`, `${streamsOf(bytes).join('\n')}\n${await paperText(bytes)}`);
	}
	return texts;
}

function streamsOf(pdf: Buffer): string[] {
	const found: string[] = [];
	const source = pdf.toString('latin1');
	for (const { index } of source.matchAll(/stream\r?\n/g)) {
		const at = index + (source[index + 6] === '\r' ? 8 : 7);
		const packed = pdf.subarray(at, source.indexOf('endstream', at));
		try {
			found.push(inflateSync(packed).toString('latin1'));
		} catch {
			found.push(packed.toString('latin1'));
		}
	}
	return found;
}

async function paperText(pdf: Buffer): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'custos-paper-'));
	try {
		await writeFile(join(folder, 'report.pdf'), pdf);
		return (await promisify(execFile)('pdftotext', ['-layout', join(folder, 'report.pdf'), '-'])).stdout;
	} finally {
		await rm(folder, { recursive: true });
	}
}
