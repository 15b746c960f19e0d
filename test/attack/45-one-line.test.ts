import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { addClip, noteItem, setVocabulary } from '../../src/client/case/mark.ts';
import { addMember, createCase, type OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { formatInvite } from '../../src/client/invite.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { approve, findPerson, invite, type JoinRequest, joinRequests } from '../../src/client/people.ts';
import { submit } from '../../src/client/submit.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { custosAs } from '../system/live/custos.ts';
import { openedDraft, putObject } from '../system/live/deposit.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { enrolWorker, type Live, startLive } from '../system/live.ts';
import { hostileNames, shownAs, unseen } from './hostile-names.ts';

// 42, 45: names with line ends, escapes and bidi are one escaped line each, on a terminal and in the API's log.

let live: Live;
let folder: string;
let open: OpenCase;
let items: string[];
let lead: Connection;
/** What the store fails with. */
let failWith: string | undefined;
const custos = (...args: string[]) => custosAs(folder, 'anna', ...args);
beforeAll(async () => {
	live = await startLive({
		wrapStore: (store) => ({
			...store,
			put: async (key, bytes, facts) => {
				if (failWith !== undefined) throw new CustosError('internal', failWith);
				await store.put(key, bytes, facts);
			},
		}),
	});
	folder = await mkdtemp(join(tmpdir(), 'custos-names-'));
	const { worker } = await enrolWorker(live);
	lead = await live.enrol();
	open = await createCase(lead, { title: `a case ${hostileNames[12]}`, prefix: 'GUL' });
	const letter = await invite(live.steward, 'member');
	expect(await custos('join', formatInvite(letter), '--name', 'anna')).toMatchObject({ code: 0 });
	const [request] = (await joinRequests(live.steward, [letter])).filter((one) => one.genuine);
	await approve(live.steward, request as JoinRequest, 'member');
	const anna = await findPerson(lead, (request as JoinRequest).join.person.sign);
	await addMember(lead, open, anna, 'editor', hostileNames[11]);
	const modified = new Date(0).toISOString();
	const files = hostileNames.map((path) => ({ path, size: 5, modified, summary: { container: path } }));
	items = await fillCase(lead, worker, open, await openIntake(lead, open, {}), files);
	await setVocabulary(
		lead,
		open,
		hostileNames.map((tag) => ({ tag, meaning: tag })),
	);
	const [item] = items as [string];
	const entries = await itemEntries(lead, item);
	for (const [i, name] of hostileNames.entries()) {
		await addClip(lead, open, entries, { fromMs: 0, toMs: 900, name, note: name, tags: [name], people: [name] });
		await noteItem(lead, open, item, { text: name, tags: [name] });
		await addExhibit(lead, open, { item: items[i] as string }, name);
		const opened = openedDraft(open, item);
		await submit(lead, [{ ...opened, detail: { to: open.key, fields: { purpose: name } } }]);
	}
});
afterAll(async () => {
	await live?.close();
	if (folder !== undefined) await rm(folder, { recursive: true });
});

/** Lines of a command's answer, none of which holds anything that moves, hides or turns text. */
async function lines(...args: string[]): Promise<string[]> {
	const { code, out, err } = await custos(...args);
	expect(err, args.join(' ')).toBe('');
	expect(code).toBe(0);
	expect(unseen.exec(out)?.[0].codePointAt(0)?.toString(16), args.join(' ')).toBeUndefined();
	return out.split('\n');
}

test('lists: one line each, with the name as it can be shown', { timeout: 180_000 }, async () => {
	const [item] = items as [string];
	const lists: [string[], number][] = [
		[['ls', '--case', 'GUL'], 1],
		[['clip', 'list', '--case', 'GUL'], 1],
		[['exhibit', 'list', '--case', 'GUL'], 1],
		[['note', 'list', '--case', 'GUL'], 1],
		[['tags', 'GUL'], 1],
		// The opening, the note and the exhibit.
		[['history', item], 3],
	];
	for (const [args, times] of lists) {
		const all = await lines(...args);
		for (const name of hostileNames) {
			const own = all.filter((line) => line.includes(shownAs(name).trim()));
			expect(own.length, `${args.join(' ')}: ${JSON.stringify(name)}`).toBeGreaterThanOrEqual(times);
		}
	}
	for (const args of [['history', '--case', 'GUL'], ['case', 'list'], ['people'], ['show', item], ['status']])
		await lines(...args);
});

test('a folder of such files: said on one line each, as what was wrongly typed is', { timeout: 180_000 }, async () => {
	const disk = join(folder, 'disk\u001b[2J\n\u202e');
	await mkdir(disk);
	const names = hostileNames.filter((name) => !/[/\0]/.test(name) && Buffer.byteLength(name) < 200);
	for (const name of names) await writeFile(join(disk, name), name);
	const put = await custos('put', disk, '--case', 'GUL', '--no-wait');
	expect(put.code, put.err).toBe(0);
	for (const wrong of [
		['show', hostileNames[12] as string],
		['ls', '--case', hostileNames[11] as string],
		['put', join(folder, 'not\u001b[2J\nthere'), '--case', 'GUL'],
		['verify', join(folder, 'not\u001b[2J\nthere')],
		['--\u001b[31mred\nline'],
	]) {
		const { code, out, err } = await custos(...wrong);
		expect(code).not.toBe(0);
		for (const text of [out, err])
			expect(unseen.exec(text)?.[0].codePointAt(0)?.toString(16), JSON.stringify(wrong)).toBeUndefined();
		expect(err).not.toMatch(/^(Set-Cookie|there|line)/m);
	}
	for (const text of [put.out, put.err.replaceAll('\r', '')]) expect(text).not.toMatch(unseen);
});

test('the API’s log: one line for each failure, whatever its message was made of', async () => {
	for (const name of hostileNames) {
		failWith = name;
		const sent = putObject(lead, newId(platform.randomBytes), open.id, new Uint8Array(9));
		await expect(sent).rejects.toMatchObject({ code: 'internal' });
	}
	failWith = undefined;
	expect(live.log).toHaveLength(hostileNames.length);
	for (const line of live.log) expect(line).toMatch(/^request [0-9a-f]{16} failed: internal: [\x20-\x7e]*$/);
});
