import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { custos } from '../../src/cli/program.ts';
import { everyLeaf } from '../unit/cli-run.ts';
import { stock } from './media-files.ts';
import { type Running, startArchive } from './running.ts';

// Every command under `--json`, in one archive: one object on one line of stdout, and nothing else there.

type Told = { [name: string]: unknown };
let archive: Running;
const leaves = (await everyLeaf()).map((one) => one.join(' '));
const told = new Set<string>();
/** Commands that drew how far they were. */
const drew = new Set<string>();
let calls = 0;
const at = (name: string): string => join(archive.folder, name);
const WAIT = { timeout: 120_000, interval: 200 };

/** Runs a command until it ends, or until it said so many lines. `--json` stands now before it, now behind. */
async function lines(
	person: string,
	most: number,
	...typed: string[]
): Promise<{ code: number; all: Told[]; err: string }> {
	const stop = new AbortController();
	let [out, err] = ['', ''];
	const args = calls++ % 2 === 0 ? ['--json', ...typed] : [...typed, '--json'];
	const code = await custos(['--home', archive.profile(person), ...args], {
		out: (text) => {
			out += text;
			if (out.split('\n').length > most) stop.abort(new DOMException('enough', 'AbortError'));
		},
		err: (text) => {
			err += text;
		},
		env: {
			...process.env,
			CUSTOS_HOME: archive.home,
			CUSTOS_PASSPHRASE: `the passphrase of ${person.replace(/ .*/, '')}`,
			CUSTOS_SCRYPT_LOGN: '10',
			LANG: 'C',
		},
		// A terminal changes what is drawn on stderr, and nothing on stdout.
		terminal: calls % 2 === 0,
		width: () => 100,
		read: async () => '',
		signal: stop.signal,
	});
	if (err.includes('\u001b')) drew.add(typed[0] as string);
	expect(out, typed.join(' ')).toMatch(/^(\{[^\0-\x1f\x7f-\x9f\u2028\u2029]*\}\n)+$/);
	return {
		code,
		all: out
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line) as Told),
		err,
	};
}

/** Runs a command that must succeed with one object. */
async function ask(person: string, ...typed: string[]): Promise<Told> {
	const { code, all, err } = await lines(person, Number.POSITIVE_INFINITY, ...typed);
	expect([code, all.length, all[0]?.['error']], `${typed.join(' ')}: ${err}`).toEqual([0, 1, undefined]);
	note(typed);
	return all[0] as Told;
}
const vera = (...typed: string[]) => ask('vera', ...typed);
const anna = (...typed: string[]) => ask('anna', ...typed);

/** That the command was exercised. */
function note(typed: readonly string[]): void {
	const found = [2, 1].map((words) => typed.slice(0, words).join(' ')).find((one) => leaves.includes(one));
	expect(found, typed.join(' ')).toBeDefined();
	told.add(found ?? '');
}

beforeAll(async () => {
	archive = await startArchive();
	await mkdir(at('disk'));
	await writeFile(at('disk/letter\u009b31m\u2028.txt'), 'a letter');
	const film = ['-f', 'lavfi', '-i', 'testsrc2=duration=2:size=320x240:rate=25', '-pix_fmt', 'yuv420p'];
	await stock('ffmpeg', ...film, at('disk/film.mp4'));
}, 300_000);
afterAll(() => archive?.stop());

test('founding, and people', async () => {
	const cards = ['--recovery-cards', '3', '--recovery-needs', '2', '--recovery-folder', at('cards')];
	await vera('init', '--server', archive.server, '--code', archive.code, ...cards, '--name', 'Vera');
	const two = [1, 3].map((card) => at(`cards/card-${card}-of-3.txt`));
	await ask('nobody', 'recover-key', ...two, '--out', at('recovery.key'));
	for (const [name, role] of [
		['anna', 'steward'],
		['boris', 'member'],
	] as const) {
		const { invite } = await vera('invite', '--role', role, '--name', name);
		await ask(name, 'join', String(invite), '--name', name);
	}
	expect((await vera('approve', '--all'))['approved']).toHaveLength(2);
	await vera('invite', '--name', 'olga');
	expect((await vera('refuse', 'olga'))['withdrawn']).toEqual(expect.any(String));
	expect((await vera('people'))['people']).toHaveLength(4);
	await vera('suspend', 'boris');
	await vera('reinstate', 'boris');
	await ask('boris', 'suspend-card', '--out', at('card.txt'));
	expect(await ask('nobody', 'suspend', '--card', at('card.txt'))).toMatchObject({ byCard: true });
	await vera('reinstate', 'boris');
	await vera('profile', 'save', at('vera.profile'));
	await ask('vera elsewhere', 'profile', 'load', at('vera.profile'));
});

test('stewards together, and the log’s key', async () => {
	await vera('threshold', 'show');
	const { proposal } = await vera('threshold', 'set', '2');
	expect((await anna('proposals'))['proposals']).toHaveLength(1);
	await anna('proposals', 'approve', String(proposal), '--yes');
	const other = await vera('threshold', 'set', '1');
	await vera('proposals', 'withdraw', String(other['proposal']));
	await vera('threshold', 'set', '1');
	expect(await anna('threshold', 'set', '1')).toMatchObject({ done: true });
	await vera('notary', 'prepare-key');
	await vera('log-key', 'rotate', '--yes');
	expect((await vera('log-key', 'show'))['keys']).toHaveLength(2);
});

test('a case and its items', async () => {
	await vera('case', 'new', 'Colony', '--prefix', 'GUL');
	await vera('case', 'new', 'Yard', '--prefix', 'YRD');
	await vera('case', 'list');
	await vera('case', 'add-member', 'GUL', 'boris', '--role', 'editor');
	await vera('case', 'add-member', 'GUL', 'anna', '--role', 'lead');
	await vera('case', 'remove-member', 'GUL', 'boris');
	await vera('case', 'rekey', 'GUL');
	await vera('case', 'members', 'GUL');
	expect(await vera('put', at('disk'), '--case', 'GUL')).toMatchObject({ failed: [] });
	const items = await vi.waitUntil(async () => {
		const { items } = (await vera('ls', '--case', 'GUL')) as { items: { item: string; path: string; state: string }[] };
		return items.every((one) => one.state === 'examined') ? items : undefined;
	}, WAIT);
	const [film = '', letter = ''] = items.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map((one) => one.item);
	await vera('status');
	expect((await vera('show', letter))['path']).toContain('\u009b31m\u2028');
	await vera('get', film, '--purpose', 'to see', '--out', at('film.mp4'));
	await vera('tags', 'GUL', 'corridor');
	await vera('note', 'add', film, '--text', 'a corridor');
	await vera('note', 'list', '--case', 'GUL');
	const { clip } = await vera('clip', 'add', film, '--from', '0.5', '--to', '1', '--tag', 'corridor');
	await vera('clip', 'revise', String(clip), '--note', 'the second door');
	await vera('clip', 'list', '--case', 'GUL');
	const { label } = await vera('exhibit', 'add', film);
	const second = await vera('exhibit', 'add', String(clip));
	await vera('exhibit', 'rename', String(label), 'Corridor');
	await vera('exhibit', 'withdraw', String(second['label']), '--reason', 'another place');
	await vera('exhibit', 'list', '--case', 'GUL');
	await vera('show', film, '--out', at('pictures'), '--purpose', 'to see');
	await vera('history', film);
	await vera('share', film, '--to', 'YRD');
	await vera('retry', '--waiting');
	const { proposal } = await vera('expunge', 'propose', letter, '--reason', 'source-safety');
	await anna('expunge', 'list');
	await anna('expunge', 'approve', String(proposal), '--item', letter);
	expect((await vera('ls', '--case', 'GUL'))['expunged']).toHaveLength(1);
	expect((await vera('history', letter))['expunged']).toMatchObject({ entry: expect.any(Number) });
}, 300_000);

test('a report leaves', async () => {
	await vera('case', 'policy', 'GUL', '--approvals', '1', '--days', '3');
	const [first, second] = [
		await vera('export', 'request', 'GUL', '--recipient', 'a court'),
		await vera('export', 'request', 'GUL-0001', '--without-names'),
	];
	await anna('export', 'approve', 'GUL', String(first['report']), '--yes');
	await anna('export', 'refuse', 'GUL', String(second['report']), '--reason', 'names first');
	await vera('export', 'list', 'GUL');
	const bag = at('bag.zip');
	const made = await vera('report', 'GUL', '--zip', bag, '--agreed', String(first['report']));
	expect(made).toMatchObject({ verified: true });
	await ask('nobody', 'verify', bag, '--log-key', String(made['logKey']));
	await ask('nobody', 'acknowledge', bag, '--key', at('my.key'), '--by', 'A clerk', '--out', at('note.txt'));
	await vera('hand-over', 'seal', bag, '--passphrase', '--out', at('bag.age'));
	await vera('hand-over', 'acknowledged', at('note.txt'));
});

test('what runs on says one object a time, and how it was ended', async () => {
	const { log } = await vera('status');
	await ask('nobody', 'witness', 'init', at('witness'), '--name', 'witness.example/w1');
	await ask('nobody', 'witness', 'watch', at('witness'), String(log));
	await ask('nobody', 'witness', 'status', at('witness'));
	const serving = ['witness', 'serve', at('witness'), '--port', '0'];
	expect(await lines('nobody', 1, ...serving)).toMatchObject({ code: 0, all: [{ ready: 'witness', logs: 1 }] });
	note(serving);
	const monitor = ['monitor', archive.server, '--log-key', String(log), '--dir', at('mirror')];
	await ask('nobody', ...monitor, '--once');
	expect(await lines('nobody', 2, ...monitor, '--every', '1')).toMatchObject({
		code: 130,
		all: [{ state: 'followed' }, { state: 'followed' }, { error: { code: 'interrupted' } }],
	});
});

test('the archive’s own machine, and what is lost with it', async () => {
	await vera('audit');
	await vera('backup', at('copy'));
	await vera('recover', at('copy'), '--key', at('recovery.key'), '--out', at('opened'));
	await vera('invite', '--name', 'after the backup');
	await ask('vera elsewhere', 'people');
	const lost = await (await fetch(`${archive.server}/v1/log/checkpoint`)).text();
	await writeFile(at('lost.checkpoint'), lost);
	const ended = once(archive.main(), 'exit');
	archive.main().kill('SIGTERM');
	await ended;
	await rm(archive.database, { recursive: true, force: true });
	await rm(archive.home, { recursive: true, force: true });
	const restored = await vera('restore', at('copy'), '--recovery', at('recovery.key'), '--nothing-newer');
	const { entries } = restored['audit'] as { entries: number };
	await archive.start();
	const stated = await vera('loss', 'state', '--checkpoint', at('lost.checkpoint'), '--from', String(entries));
	expect(stated).toMatchObject({ index: expect.any(Number) });
	expect((await vera('loss', 'list'))['losses']).toHaveLength(1);
	await ask('vera elsewhere', 'loss', 'accept');
}, 300_000);

test('no command was left out', () => {
	expect([...told].toSorted()).toEqual(leaves.toSorted());
	expect(drew.size, 'drawn on stderr, of which nothing reached stdout').toBeGreaterThan(0);
});
