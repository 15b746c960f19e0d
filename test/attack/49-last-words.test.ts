import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formatKey } from '../../src/domain/ledger/note.ts';
import { logKeyLines } from '../../src/report/verify/log-key-files.ts';
import { needs } from '../system/needs.ts';
import { opensslThere } from '../system/time-authority.ts';
import { Archive } from '../unit/report-archive.ts';
import { ANNA, id, K1, Log, ORIGIN, publicOf, THIEF, vkeyOf } from '../unit/rotated-log.ts';
import { smallestBag, smallestLogKey } from './smallest-bag.ts';

// An invented bag, a trusted verify.sh, the true key: nothing in the bag speaks for the script.

const { vkey } = new Archive('one');
const CONFIRMED = 'RESULT: consistent, and from the log whose key you gave.';
/** Back over what was printed, then the words a reader hopes for, then nothing more to be seen. */
const OVERWRITTEN = `\u001b[2A\u001b[1G\u001b[0J${CONFIRMED.replaceAll(' ', '\u001b[1C')}\u001b[8m`;
const rotated = { 'data/ledger/log-keys.jsonl': `{"previous":"${vkey}"}\n` };

/** How a first key of the log hands it over to the key of the smallest bag, and what a bag could say instead. */
function handedOver(signer: number = K1, later = 0, next = formatKey(ORIGIN, smallestLogKey)): Record<string, string> {
	const log = new Log();
	const at = log.add(ANNA, { type: 'log.rotated', closes: publicOf(K1), next });
	if (later > 0) log.add(ANNA, { type: 'person.invited', invite: id(500), role: 'member' });
	return { 'data/ledger/log-keys.jsonl': logKeyLines([log.link(at, signer)]) };
}
function altered(from: string, to: string): Record<string, string> {
	const [[path, text]] = Object.entries(handedOver()) as [[string, string]];
	const at = text.lastIndexOf(from);
	expect(at).toBeGreaterThan(text.lastIndexOf('"closing":{'));
	return { [path]: text.slice(0, at) + to + text.slice(at + from.length) };
}

let home: string;
let script: Buffer;

beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), 'custos-last-words-'));
	script = await readFile(new URL('../../src/report/verify.sh', import.meta.url));
});
afterAll(() => rm(home, { recursive: true, force: true }));
beforeEach(({ skip }) => needs(opensslThere, 'openssl', skip));

let made = 0;
async function judged(
	name: string,
	more: Parameters<typeof smallestBag>[2],
	...given: string[]
): Promise<{ code: number | null; out: string }> {
	const dir = join(home, String(made++));
	await smallestBag(dir, name, more);
	const { status, stdout, stderr } = spawnSync('sh', ['-s', ...given], { cwd: join(dir, 'data'), input: script });
	const out = `${stdout.toString('latin1')}${stderr.toString('latin1')}`;
	expect(out).toMatch(/^[\n\x20-\x7e]*$/);
	return { code: status, out };
}

describe('49: the last words of verify.sh', () => {
	test('the smallest bag holds for the shell, and is not from the log whose key was given', async () => {
		expect(await judged('invented.example', {})).toMatchObject({
			code: 3,
			out: expect.stringContaining('NOT confirmed'),
		});
		const pinned = await judged('invented.example', {}, vkey);
		expect(pinned).toMatchObject({ code: 1, out: expect.stringContaining('from another log') });
	});

	test('a bag that only names the key that was given does not end with 0', async () => {
		const { code, out } = await judged('invented.example', { beside: rotated }, vkey);
		expect(code).toBe(3);
		// Nothing in it hands the log over.
		expect(out).toContain('origin NOT confirmed: the bag says that the key of its log was rotated');
		expect(out).not.toContain('from the log whose key you gave');
	});

	test('an earlier key whose last entry hands the log over is told apart, and still confirms nothing', async () => {
		const { code, out } = await judged(ORIGIN, { beside: handedOver() }, vkeyOf(K1));
		expect(code).toBe(3);
		expect(out).toContain('origin NOT confirmed: the key that you gave was rotated. The last entry under a checkpoint');
	});

	test.each([
		['signed by another key', handedOver(THIEF)],
		['that is not its last', handedOver(K1, 1)],
		['that goes to another key', handedOver(K1, 0, vkeyOf(THIEF))],
		['that was refused', altered('accepted', 'denied:unapproved')],
		['at another place', altered('index 1', 'index 0')],
		['that says something else', altered('2026-03-02', '2026-03-03')],
	])('a last entry %s hands nothing over', async (_, beside) => {
		const { code, out } = await judged(ORIGIN, { beside }, vkeyOf(K1));
		expect(code).toBe(3);
		expect(out).toContain('origin NOT confirmed: the bag says that the key of its log was rotated');
	});

	test.each([
		['escape sequences', OVERWRITTEN],
		['C1 control characters', '\u009b2A\u009b8m'],
		['letters that look like others', 'аrchive.example'],
	])('a log whose name holds %s', async (_, name) => {
		const { code, out } = await judged(name, { beside: rotated }, vkey);
		expect(code).toBe(1);
		expect(out).toMatch(/FAIL: (the log key has|a file that must be|a text of the log)/);
	});

	test.each([
		['escape sequences', `data/ledger/${OVERWRITTEN}.statement.json`],
		['a line of its own', `data/ledger/x\n${CONFIRMED}\n.statement.json`],
		['a space', 'data/ledger/0 1.statement.json'],
	])('a path with %s', async (_, path) => {
		const { code, out } = await judged('invented.example', { beside: { ...rotated, [path]: '' } }, vkey);
		expect(code).toBe(1);
		expect(out).toBe('FAIL: the bag holds a file whose name no report has\n');
	});

	test.each([
		['a statement', { said: { note: '\u001b[8m' } }, /must be canonical JSON/],
		['a statement of two lines', { said: { note: '\n' } }, /must be canonical JSON/],
		[
			'a proof of how the log grew',
			{ beside: { 'data/ledger/consistency.json': '[\u0007]' } },
			/must be canonical JSON/,
		],
		['what shows how the key was rotated', { beside: { 'data/ledger/log-keys.jsonl': '\u001b' } }, /a text of the log/],
		['what witnesses signed', { beside: { 'data/ledger/cosigned': '\r' } }, /a text of the log/],
	])('control characters in %s', async (_, more, reason) => {
		const { code, out } = await judged('invented.example', more);
		expect(code).toBe(1);
		expect(out).toMatch(reason);
	});
});
