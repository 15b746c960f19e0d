import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { version } from '../../src/domain/version.ts';

test('the version that this program says of itself is that of its package', () => {
	const text = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
	expect(version).toBe((JSON.parse(text) as { version: string }).version);
});
