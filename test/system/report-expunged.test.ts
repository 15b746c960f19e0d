import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { approveExport, exportsOf, requestExport, setExportRules } from '../../src/client/case/exports.ts';
import { expungedItems } from '../../src/client/case/expunged.ts';
import { remainsOf } from '../../src/client/case/remains.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { approveExpunging, expunge, expungeProposals, proposeExpunging } from '../../src/client/expunge.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { text, toHex, utf8 } from '../../src/domain/bytes.ts';
import { canonical, type Json } from '../../src/domain/canonical.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { previewReport } from '../../src/report/gather/preview-report.ts';
import { leavesOf } from '../../src/report/gather/report-choices.ts';
import type { BagReader } from '../../src/report/verify/bag-reader.ts';
import { readReport } from '../../src/report/verify/check-report.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { reasonIn } from '../../src/report/words/reason.ts';
import { needsPaperText, textsIn } from '../attack/bag-values.ts';
import { shell } from '../attack/forged-bag.ts';
import { fillCase } from './live/fill-case.ts';
import { forCourt, madeReport } from './live/made-report.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';
import { needs } from './needs.ts';
import { opensslThere } from './time-authority.ts';

// A report over a case that had an item since expunged says "expunged", proves that there were entries, and says nothing else of it.

const path = 'block-seven/night-watch.mp4';
let [live, lead, second, open] = [] as unknown as [Live, Connection, Connection, OpenCase];
let items: string[];
let [before, after] = [] as unknown as [BagReader, BagReader];
let gone: string;
let folder: string;

beforeAll(async () => {
	live = await startLive();
	const { worker } = await enrolWorker(live);
	[lead, second] = [await live.enrol(), await live.enrol('steward')];
	const reader = await live.enrol();
	open = await openCase(
		lead,
		[
			[reader, 'reader'],
			[second, 'lead'],
		],
		'GUL',
	);
	folder = await mkdtemp(join(tmpdir(), 'custos-gone-'));
	const intake = await openIntake(lead, open, {});
	const file = (name: string) => ({ path: name, size: 1, modified: '2020-01-01T00:00:00.000Z', summary: {} });
	items = await fillCase(lead, worker, open, intake, [file('one'), file(path), file('three')]);
	for (const item of items) await addExhibit(lead, open, { item }, `title of ${item}`);
	gone = items[1] as string;
	before = await madeReport(lead, forCourt(open, items));
	await expungeNow(gone);
	after = await madeReport(lead, forCourt(open, without(gone), { expunged: [gone] }));
});
afterAll(async () => {
	await live?.close();
	await rm(folder, { recursive: true, force: true });
});

const without = (item: string): string[] => items.filter((one) => one !== item);

async function expungeNow(item: string): Promise<void> {
	const proposal = await proposeExpunging(live.steward, item, 'source-safety');
	const one = (await expungeProposals(second)).find(({ id }) => id === proposal);
	if (one === undefined) throw new Error('the proposal is not there');
	await approveExpunging(second, one);
	await expunge(second, proposal, one.act);
	await live.sql('select ledger.shred($1)', [item]);
	await live.sql('select ledger.forget($1)', [item]);
}

function verified(bag: BagReader) {
	return verifyBag(bag, { logKey: live.pin.log });
}

/** What the checks of a bag with some files in the place of others say no to. */
async function refused(bag: BagReader, change: (files: Map<string, Uint8Array>) => void): Promise<[string, string][]> {
	const files = new Map<string, Uint8Array>();
	for (const name of await bag.list()) files.set(name, await bag.read(name));
	change(files);
	const read = (name: string): Uint8Array => files.get(name) as Uint8Array;
	const { checks } = await verified({
		list: async () => [...files.keys()],
		read: async (name) => read(name),
		size: async (name) => read(name).length,
		async *stream(name) {
			yield read(name);
		},
	});
	return checks.filter((one) => one.state === 'fail').map(({ key, reason }) => [key, reason]);
}

test('the report made before verifies as it did; the one after says that the item was expunged, since when, and its number', async () => {
	const [old, now] = [await verified(before), await verified(after)];
	expect(old.checks.filter((one) => !one.ok)).toEqual([]);
	expect(now.checks.filter((one) => !one.ok)).toEqual([]);
	expect([old.result, now.result]).toEqual(['confirmed', 'confirmed']);
	expect(old.checks.map(({ key }) => key)).not.toContain('expunged');
	expect(now.checks.map(({ key }) => key)).toEqual(expect.arrayContaining(['remains', 'expunged']));
	expect((await readReport(before)).expunged).toBeUndefined();
	const [known] = await expungedItems(lead, open.id);
	const report = await readReport(after);
	expect(report.expunged).toMatchObject([
		{ id: gone, number: 2, label: 'GUL-0002', index: known?.index, attested: known?.at, events: known?.n },
	]);
	expect(report.items.map(({ id }) => id)).toEqual(without(gone));
	expect(report.items.flatMap((item) => item.exhibits.map(({ label }) => label))).toEqual(['GUL-0001', 'GUL-0003']);
});

test('nothing that was expunged is in the bag: neither names, nor hashes, nor why', async ({ skip }) => {
	needsPaperText(skip);
	const [texts, old] = [await textsIn(after), await textsIn(before)];
	const secrets = [
		'night-watch',
		'block-seven',
		toHex(platform.sha256(utf8(path))),
		`title of ${gone}`,
		'source-safety',
	];
	const { received } = await itemEntries(lead, items[0] as string);
	expect([...old.values()].some((one) => one.includes('night-watch'))).toBe(true);
	for (const [name, content] of texts)
		expect([name, secrets.filter((secret) => content.includes(secret))]).toEqual([name, []]);
	// Of its own entries not one statement is there.
	for (const name of await after.list())
		if (name.endsWith('.statement.json')) expect(text(await after.read(name))).not.toContain(gone);
	expect(received.statement.item).toBe(items[0]);
	const paper = [...texts.values()].find((one) => one.includes('GUL-0002') && one.includes('Expunged'));
	expect(paper).toBeDefined();
	expect(texts.get('data/case.jsonld')).toContain('"uco-core:tag":["expunged"]');
});

describe('a bag from which it was taken, or in which something else is said', () => {
	const change = (files: Map<string, Uint8Array>, edit: (report: { expunged?: Json[] }) => void): void => {
		const report = JSON.parse(text(files.get('data/report.json') as Uint8Array)) as { expunged?: Json[] };
		edit(report);
		files.set('data/report.json', utf8(canonical(report as Json)));
	};
	const remains = (files: Map<string, Uint8Array>): string[] =>
		[...files.keys()].filter((name) => name.endsWith('.skeleton.json')).sort();

	const lies: [string, (files: Map<string, Uint8Array>) => void, string, string][] = [
		['the line is dropped', (f) => change(f, (r) => delete r.expunged), 'expunged', 'other expunged items'],
		[
			'line and evidence are dropped',
			(f) => {
				change(f, (r) => delete r.expunged);
				for (const name of remains(f))
					for (const kind of ['skeleton.json', 'leaf', 'tlog-proof']) f.delete(name.replace('skeleton.json', kind));
			},
			'expunged',
			'other expunged items',
		],
		['one event is dropped', (f) => f.delete(remains(f)[2] as string), 'expunged', 'event 3 of the expunged item'],
		['the last is dropped', (f) => f.delete(remains(f).at(-1) as string), 'expunged', 'nothing shows that item'],
		[
			'another number',
			(f) => change(f, (r) => Object.assign(r.expunged?.[0] as object, { number: 1, label: 'GUL-0001' })),
			'expunged',
			'never given the number',
		],
		[
			'another time',
			(f) => change(f, (r) => Object.assign(r.expunged?.[0] as object, { attested: '2020-01-01T00:00:00.000Z' })),
			'expunged',
			'is not what its entries say',
		],
		[
			'an item more',
			(f) => change(f, (r) => r.expunged?.push({ ...(r.expunged[0] as object), id: '0e'.repeat(16) } as Json)),
			'expunged',
			'other expunged items',
		],
		[
			'another word of the notary',
			(f) => {
				const name = remains(f)[1] as string;
				f.set(name, utf8(text(f.get(name) as Uint8Array).replace('accepted', 'denied:x')));
			},
			'remains',
			'does not open to what the notary said',
		],
		[
			'another leaf',
			(f) => {
				const name = (remains(f)[1] as string).replace('skeleton.json', 'leaf');
				const leaf = Uint8Array.from(f.get(name) as Uint8Array);
				leaf[64] = (leaf[64] as number) ^ 1;
				f.set(name, leaf);
			},
			'remains',
			'',
		],
	];
	test.each(lies)('%s', async (_, lie, key, why) => {
		const said = await refused(after, lie);
		expect(said).toContainEqual([key, expect.stringContaining(why)]);
		const reason = said.find(([one]) => one === key)?.[1] ?? '';
		if (why !== '') expect(reasonIn('ru', { reason, code: 'bad-proof' })).toMatch(/[а-яё]/i);
	});
});

test('verify.sh proves what remains with the basic commands and openssl, and notices what is altered', async ({
	skip,
}) => {
	needs(opensslThere, 'openssl', skip);
	for (const name of await after.list()) {
		await mkdir(join(folder, 'bag', dirname(name)), { recursive: true });
		await writeFile(join(folder, 'bag', name), await after.read(name));
	}
	const run = () => shell(join(folder, 'bag'), live.pin.log);
	const { code, out } = await run();
	expect(out).toMatch(/ok: \d+ entries of what was expunged[\s\S]*RESULT: consistent, and from the log/);
	expect(code).toBe(0);
	const [half] = (await after.list()).filter((name) => name.endsWith('.skeleton.json'));
	const name = (half as string).replace('skeleton.json', 'leaf');
	const leaf = Uint8Array.from(await after.read(name));
	leaf[64] = (leaf[64] as number) ^ 1;
	await writeFile(join(folder, 'bag', name), leaf);
	expect(await run()).toMatchObject({ code: 1, out: expect.stringMatching(/FAIL/) });
});

test('an exhibit that was expunged is all of a report: it says so in both languages', async ({ skip }) => {
	needsPaperText(skip);
	for (const language of ['en', 'ru'] as const) {
		const bag = await madeReport(lead, forCourt(open, [], { expunged: [gone], language }));
		expect(await verified(bag)).toMatchObject({ result: 'confirmed' });
		const { items: none, expunged, custody } = await readReport(bag);
		expect([none, expunged?.map(({ label }) => label)]).toEqual([[], ['GUL-0002']]);
		expect(custody.some(({ subject }) => subject.kind === 'item')).toBe(false);
		const said = [...(await textsIn(bag)).values()].join('\n');
		expect(said).toMatch(
			language === 'en' ? /was expunged: nothing of it is left/ : /уничтожено: ничего от него не осталось/,
		);
	}
});

test('what is looked at beforehand is what leaves; what was never expunged here is refused', async () => {
	const shown = await previewReport(lead, forCourt(open, without(gone), { expunged: [gone] }));
	expect(shown.some(({ path: at }) => at === 'expunged/0/label')).toBe(true);
	const files = shown.filter(({ kind }) => kind === 'file').map(({ path: at }) => at);
	const leaves = (await after.list()).filter((name) => /(skeleton\.json|verify\.html)$/.test(name));
	expect(files).toEqual(expect.arrayContaining(leaves));
	const other = forCourt(open, without(gone), { expunged: [items[0] as string] });
	await expect(madeReport(lead, other)).rejects.toMatchObject({ code: 'not-found' });
	await expect(madeReport(lead, forCourt(open, []))).rejects.toMatchObject({ code: 'bad-proof' });
});

test('two people agree to the expunged items too: they are in what is asked for', async () => {
	await setExportRules(lead, open, { approvals: 1, days: 7 });
	const wish = forCourt(open, without(gone), { expunged: [gone] });
	const salt = toHex(platform.randomBytes(32));
	const ask = async (expunged: string[]) => {
		const report = newId(platform.randomBytes);
		await requestExport(lead, open, { report, leaves: leavesOf(wish, salt), items: wish.items, expunged });
		return (await exportsOf(second, open)).requests.find((one) => one.report === report);
	};
	expect((await ask([]))?.leaves).toBeUndefined();
	const request = await ask([gone]);
	expect(request?.expunged).toEqual([gone]);
	await approveExport(second, open, request as NonNullable<typeof request>);
	const agreed = { report: request?.report as string, salt };
	await expect(madeReport(lead, { ...wish, expunged: [], agreed })).rejects.toMatchObject({ code: 'denied' });
	expect(await verified(await madeReport(lead, { ...wish, agreed }))).toMatchObject({ result: 'confirmed' });
	await setExportRules(lead, open, { approvals: 0, days: 7 });
});

test('what remains is for members of a case it was in, and no event of it can be held back', async () => {
	const all = await remainsOf(lead, gone);
	expect(all.at(-1)?.skeleton.type).toBe('item.expunged');
	await expect(remainsOf(await live.enrol(), gone)).rejects.toMatchObject({ code: 'not-found' });
	await expect(remainsOf(lead, items[0] as string)).rejects.toMatchObject({ code: 'not-found' });
	for (const hide of [0, 3, all.length - 1]) {
		const ask = (async (schema: never, at: string, request: never) => {
			const answer = (await lead.ask(schema, at, request)) as { entries: unknown[] };
			return at.includes('/remains') ? { ...answer, entries: answer.entries.filter((_, i) => i !== hide) } : answer;
		}) as Connection['ask'];
		await expect(remainsOf({ ...lead, ask }, gone)).rejects.toMatchObject({ code: 'bad-proof' });
	}
});
