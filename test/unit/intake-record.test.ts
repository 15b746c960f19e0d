import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf } from '../../src/cli/failure.ts';
import { messagesIn } from '../../src/cli/messages.ts';
import { exampleIntake, readIntakeRecord } from '../../src/cli/put/intake-record.ts';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-record-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const t = messagesIn('en');

async function failure(path: string) {
	try {
		await readIntakeRecord(path, t);
		return undefined;
	} catch (error) {
		return failureOf(error, t);
	}
}

async function written(content: string | Uint8Array): Promise<string> {
	const path = join(folder, 'record.yaml');
	await writeFile(path, content);
	return path;
}

test.each<[string | Uint8Array, string]>([
	['', 'says nothing'],
	['# nothing yet\n', 'says nothing'],
	['{}', 'says nothing'],
	['a letter', 'is not YAML'],
	['- a\n- b\n', 'is not YAML'],
	['device: "\n', 'is not YAML'],
	[Uint8Array.from({ length: 300 }, (_, i) => (i * 89 + 128) % 251), 'is not YAML'],
	['recievedHow: by hand\n', 'a date that cannot be: recievedHow;'],
	['receivedWhen: 2026-13-45\n', 'a date that cannot be: receivedWhen;'],
	['recordedWhen:\n  claim: 2026-02-29\n', 'a date that cannot be: recordedWhen;'],
	['receivedWhen: 2026-03-14 25:40\n', 'a date that cannot be: receivedWhen;'],
	['priorHandlers:\n  - who: A courier\n    from: 2026-04-31\n', 'a date that cannot be: priorHandlers'],
])('%j is refused as wrongly written: it %s', async (content, reason) => {
	const path = await written(content);
	const said = await failure(path);
	expect(said).toMatchObject({ exit: 2, message: expect.stringContaining(path) });
	expect(said?.message).toContain(reason);
});

test('a record that is not there is named, with no other advice', async () => {
	const path = join(folder, 'none.yaml');
	const message = `the intake record cannot be read: there is no ${path}`;
	expect(await failure(path)).toEqual({ exit: 1, code: 'not-found', message });
});

test.each([
	exampleIntake,
	'receivedWhen: in the spring of 2026; the clock said 2026-13-45\n',
	'receivedWhen: 2024-02-29T23:59:60Z\n',
	'recordedWhen: 2026-03\n',
])('words, whole dates and the example are taken: %j', async (content) => {
	expect(await failure(await written(content))).toBeUndefined();
});
