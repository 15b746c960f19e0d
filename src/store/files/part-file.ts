import type { FileHandle } from 'node:fs/promises';
import { CustosError } from '../../domain/errors.ts';
import type { PartUpload } from '../blob-store.ts';
import { countParts } from '../rules.ts';
import { fs } from './fs-errors.ts';

/**
 * Which parts of an upload are durable. The file is lines of 128 bytes: first what the upload is, then line i+1 for
 * part i. A line is written only after the part's bytes are durable, and wiped durably before they change; a line that
 * is not there, wiped, or torn by a crash means that the part is not there.
 */
const LINE = 128;

/** The line of one part, and the token `putPart` returns: it commits to index, size and SHA-256. */
export function partToken(index: number, size: number, digest: Buffer): string {
	return `part ${index} ${size} ${digest.toString('hex')}`;
}

const TOKEN = /^part \d{1,5} \d{1,16} [0-9a-f]{64}$/;

/** Writes the head of a new part file. Not durable: the caller syncs. */
export async function writeHead(file: FileHandle, upload: Omit<PartUpload, 'uploadId'>): Promise<void> {
	// A key may be longer than a line: its own line comes after the last part's.
	await fs(file.write(line(headOf(upload)), 0, LINE, 0));
	const key = Buffer.from(`${upload.key}\n`);
	await fs(file.write(key, 0, key.length, keyAt(upload)));
}

/** Throws `bad-request` unless the file is of this very upload. */
export async function checkHead(file: FileHandle, upload: PartUpload): Promise<void> {
	const key = `${upload.key}\n`;
	const same =
		(await readLine(file, 0)) === headOf(upload) && (await readText(file, keyAt(upload), key.length + 1)) === key;
	if (!same) throw new CustosError('bad-request', 'this upload was begun with another key, size or partSize');
}

/** The token of a part that is durably there, else undefined. */
export async function readPart(file: FileHandle, index: number): Promise<string | undefined> {
	const found = await readLine(file, index + 1);
	return found !== undefined && TOKEN.test(found) ? found : undefined;
}

/** Says durably that the part is there, or with `undefined` that it is not. */
export async function writePart(file: FileHandle, index: number, token: string | undefined): Promise<void> {
	await fs(file.write(line(token ?? ''), 0, LINE, (index + 1) * LINE));
	await fs(file.datasync());
}

/** The first part whose line is not `tokens[i]`; undefined when every part is there. */
export async function findMissing(file: FileHandle, tokens: readonly string[]): Promise<number | undefined> {
	const text = await readText(file, LINE, tokens.length * LINE);
	const missing = tokens.findIndex((token, index) => {
		return !TOKEN.test(token) || text.slice(index * LINE, (index + 1) * LINE) !== line(token).toString('latin1');
	});
	return missing === -1 ? undefined : missing;
}

function headOf(upload: { size: number; partSize: number }): string {
	return `custos upload 1 ${upload.size} ${upload.partSize}`;
}

function keyAt(upload: { size: number; partSize: number }): number {
	return (countParts(upload) + 1) * LINE;
}

function line(text: string): Buffer {
	return Buffer.from(`${text.padEnd(LINE - 1)}\n`, 'latin1');
}

async function readLine(file: FileHandle, number: number): Promise<string | undefined> {
	const text = await readText(file, number * LINE, LINE);
	return text.length === LINE && text.endsWith('\n') ? text.trimEnd() : undefined;
}

async function readText(file: FileHandle, position: number, length: number): Promise<string> {
	const bytes = Buffer.alloc(length);
	let filled = 0;
	while (filled < length) {
		const { bytesRead } = await fs(file.read(bytes, filled, length - filled, position + filled));
		if (bytesRead === 0) break;
		filled += bytesRead;
	}
	return bytes.toString('latin1', 0, filled);
}
