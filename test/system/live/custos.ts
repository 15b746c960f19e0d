import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../src/cli/custos.ts', import.meta.url));

/** Runs the command line as somebody whose profile lies in `folder`. */
export async function custosAs(
	folder: string,
	person: string,
	...args: string[]
): Promise<{ code: number; out: string; err: string }> {
	const child = spawn(process.execPath, [program, '--home', join(folder, person), ...args], {
		env: { ...process.env, CUSTOS_PASSPHRASE: `the passphrase of ${person}`, CUSTOS_SCRYPT_LOGN: '10', LANG: 'C' },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let [out, err] = ['', ''];
	child.stdout.on('data', (data: Buffer) => {
		out += data.toString();
	});
	child.stderr.on('data', (data: Buffer) => {
		err += data.toString();
	});
	const [code] = (await once(child, 'close')) as [number];
	return { code, out, err };
}
