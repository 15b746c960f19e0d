import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const module = join(import.meta.dirname, '../../../infra/embedded/background.ts');
const script = `
	import { readFileSync } from 'node:fs';
	import { getPriority } from 'node:os';
	const { goToBackground } = await import(${JSON.stringify(module)});
	const session = () => readFileSync('/proc/self/autogroup', 'utf8').trim().split(' ').at(-1);
	const before = session();
	goToBackground();
	console.log(JSON.stringify({ own: getPriority(), before, after: session() }));
`;

/** What a process says that went to the background, in a session of its own or in this one. */
async function background(detached: boolean): Promise<{ own: number; before: string; after: string }> {
	const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
		detached,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	return JSON.parse(await text(child.stdout));
}

test.runIf(existsSync('/proc/self/autogroup'))(
	'a process in the background stands back with its session, where that is its own',
	async () => {
		expect(await background(true)).toEqual({ own: 15, before: '0', after: '5' });
		const { own, before, after } = await background(false);
		expect({ own, after }).toEqual({ own: 15, after: before });
	},
);
