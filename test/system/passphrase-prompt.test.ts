import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { needs, onPath } from './needs.ts';
import { asked, type Running, startArchive } from './running.ts';

const custos = fileURLToPath(new URL('../../src/cli/custos.ts', import.meta.url));
const PASSPHRASE = 'the passphrase of vera';

let archive: Running;
beforeAll(async () => {
	archive = await startArchive();
});
afterAll(() => archive?.stop());

/** Types at a terminal of its own: each answer when its question stands there. What the terminal showed, and the exit code. */
async function typed(args: readonly string[], dialogue: readonly (readonly [question: string, answer: string])[]) {
	const { CUSTOS_PASSPHRASE: _, ...env } = process.env;
	const words = [process.execPath, custos, '--home', archive.profile('vera'), ...args];
	const command = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
	const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
		cwd: archive.folder,
		env: { ...env, CUSTOS_SCRYPT_LOGN: '10', LANG: 'C', TERM: 'xterm', SHELL: '/bin/sh' },
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	onTestFinished(() => void child.kill());
	let [shown, from, next] = ['', 0, 0];
	child.stdout.on('data', (data: Buffer) => {
		shown += data.toString();
		const [question, answer] = dialogue[next] ?? [];
		if (question === undefined || !shown.includes(question, from)) return;
		[from, next] = [shown.length, next + 1];
		child.stdin.write(`${answer}\r`);
	});
	const [code] = (await once(child, 'close')) as [number | null];
	return { code, shown, asked: next };
}

test('at a terminal the passphrase of new keys is asked twice and never shown; one that differs or is short makes nothing', async ({
	skip,
}) => {
	needs(onPath('script'), 'bsdutils', skip);
	const recovery = join(archive.folder, 'recovery.key');
	const init = ['init', '--server', archive.server, '--code', archive.code, '--recovery', recovery, '--name', 'Vera'];

	const differ = await typed(init, [
		['New passphrase: ', PASSPHRASE],
		['Once more: ', 'the passphrase of Vera'],
	]);
	expect(differ).toMatchObject({ code: 1, asked: 2 });
	expect(differ.shown).toContain('the two passphrases differ: nothing was written, start again');
	const short = await typed(init, [['New passphrase: ', 'short']]);
	expect(short).toMatchObject({ code: 1, asked: 1 });
	expect(short.shown).toContain('a passphrase for new keys has at least');
	expect(existsSync(recovery)).toBe(false);

	const made = await typed(init, [
		['New passphrase: ', PASSPHRASE],
		['Once more: ', PASSPHRASE],
	]);
	expect(made).toMatchObject({ code: 0, asked: 2 });
	expect(made.shown).toContain('THE RECOVERY KEY IS IN THIS FILE');
	for (const { shown } of [differ, short, made]) expect(shown).not.toMatch(/the passphrase of vera|short\r?\n/i);

	// The keys open with what was typed, at a terminal and without one; a slip of the finger is asked for again.
	expect(await asked(archive, 'vera', 'case', 'list')).toMatchObject({ cases: [] });
	const again = await typed(
		['case', 'list'],
		[
			['Passphrase: ', 'another passphrase'],
			['Passphrase: ', PASSPHRASE],
		],
	);
	expect(again).toMatchObject({ code: 0, asked: 2 });
	expect(again.shown).toContain('That passphrase does not open your keys; try again.');
	expect(again.shown).not.toMatch(/another passphrase|the passphrase of vera/);
}, 300_000);
