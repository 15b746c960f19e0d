import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('31: on a full disk the store fails closed and goes on when there is space again', async () => {
	const root = await mkdtemp(join(tmpdir(), 'custos-full-'));
	try {
		const script = fileURLToPath(new URL('full-disk.ts', import.meta.url));
		const disk = ['--dev-bind', '/', '/', '--size', String(24 * 1024 * 1024), '--tmpfs', root];
		const { stdout } = await promisify(execFile)('bwrap', [...disk, process.execPath, script, root]);
		expect(JSON.parse(stdout)).toEqual({
			fits: 'done',
			tooMuch: 'disk-full',
			tooMuchAtOnce: 'disk-full',
			temporary: [],
			hopeless: 'disk-full',
			afterHopeless: [],
			filler: 'done',
			lastPart: 'disk-full',
			incomplete: 'size-mismatch',
			complete: 'done',
			keys: ['o/first', 'o/parts'],
			uploads: [],
		});
	} finally {
		await rm(root, { recursive: true, force: true });
	}
});
