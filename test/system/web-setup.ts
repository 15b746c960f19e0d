import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtWeb } from '../../src/entry/build-web.ts';

/** Builds the review room once, before tests that open it side by side. */
export async function setup(): Promise<void> {
	await builtWeb(join(tmpdir(), 'custos-web'), () => {});
}
