import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isCustosError } from '../../src/domain/errors.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { PART, pattern } from '../contract/blob-bytes.ts';

/**
 * Runs on a disk of 24 MiB at the folder given, fills it in every way a store is written to, and prints what happened
 * as one line of JSON.
 */
const root = process.argv[2] as string;
const MiB = 1024 * 1024;
const store = await createFilesStore({ root });

async function outcome(work: Promise<unknown>): Promise<string> {
	try {
		await work;
		return 'done';
	} catch (error) {
		if (isCustosError(error)) return error.code;
		throw error;
	}
}

async function* chunks(size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < size; at += 65_536) yield pattern(65_536, at);
}

async function names(folder: string): Promise<string[]> {
	return (await readdir(join(root, folder))).filter((name) => !name.endsWith('.done'));
}

const put = (key: string, size: number): Promise<void> => store.put(key, chunks(size), { size });
const facts: Record<string, unknown> = {};

facts.fits = await outcome(put('o/first', 4 * MiB));
facts.tooMuch = await outcome(put('o/large', 24 * MiB));
facts.tooMuchAtOnce = await outcome(store.put('o/large', pattern(24 * MiB, 1), { size: 24 * MiB }));
facts.visible = await store.head('o/large');
facts.temporary = await names('temporary');
facts.hopeless = await outcome(store.begin('o/huge', { size: 1024 * MiB, partSize: 16 * MiB }));
facts.afterHopeless = await names('uploads');

const size = 3 * PART;
const upload = {
	key: 'o/parts',
	size,
	partSize: PART,
	uploadId: await store.begin('o/parts', { size, partSize: PART }),
};
const sendPart = (index: number): Promise<string> => store.putPart(upload, index, pattern(PART, index), { size: PART });
facts.filler = await outcome(put('o/filler', 6 * MiB));
const tokens = [await sendPart(0), await sendPart(1)];
facts.lastPart = await outcome(sendPart(2));
facts.incomplete = await outcome(store.complete(upload, [...tokens, '']));
await store.delete('o/filler');
tokens.push(await sendPart(2));
facts.complete = await outcome(store.complete(upload, tokens));

const keys: string[] = [];
for await (const { key } of store.list('')) keys.push(key);
facts.keys = keys;
facts.uploads = await names('uploads');
process.stdout.write(JSON.stringify(facts));
