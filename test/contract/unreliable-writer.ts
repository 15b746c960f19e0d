import { createHash } from 'node:crypto';
import { createFilesStore } from '../../src/store/files-store.ts';
import { PART, pattern, sha256 } from './blob-bytes.ts';

/** Writes objects and parts without end and says each that was acknowledged, one a line, until it is killed. */
const root = process.argv[2] as string;
const store = await createFilesStore({ root });
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

async function puts(lane: number): Promise<void> {
	for (let i = 0; ; i++) {
		const content = pattern(100_000, lane * 100_000 + i);
		const hash = createHash('sha256').update(content).digest('hex');
		await store.put(`o/${hash}`, content, { size: content.length });
		say(`put o/${hash}`);
	}
}

async function uploads(): Promise<void> {
	for (let i = 0; ; i++) {
		const key = `parts/${i}`;
		const uploadId = await store.begin(key, { size: 2 * PART, partSize: PART });
		const upload = { key, uploadId, size: 2 * PART, partSize: PART };
		say(`begin ${JSON.stringify(upload)}`);
		const tokens: string[] = [];
		for (const index of [0, 1]) {
			const bytes = pattern(PART, index);
			tokens.push(await store.putPart(upload, index, bytes, { size: PART, sha256: sha256(bytes) }));
			say(`token ${index} ${tokens[index]}`);
		}
		await store.complete(upload, tokens);
		say(`complete ${key}`);
	}
}

await Promise.all([puts(0), puts(1), puts(2), uploads()]);
