import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProfile } from '../../src/cli/profile.ts';
import { custos } from '../../src/cli/program.ts';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { exportsOf } from '../../src/client/case/exports.ts';
import { eventsOf } from '../../src/client/case/history.ts';
import { itemFacts } from '../../src/client/case/item-facts.ts';
import { addClip } from '../../src/client/case/mark.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import { type OpenCase, openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { submit } from '../../src/client/submit.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { hashOfWords } from '../../src/domain/issuer-words.ts';
import { leavesIn } from '../../src/domain/leaves.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { version } from '../../src/domain/version.ts';
import { previewReport } from '../../src/report/gather/preview-report.ts';
import { choicesAsked } from '../../src/report/gather/report-choices.ts';
import { openBagZip } from '../../src/report/node/bag-zip.ts';
import { sourceCommit } from '../../src/report/node/source-commit.ts';
import type { Outgoing } from '../../src/report/outgoing.ts';
import { readReport } from '../../src/report/verify/check-report.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { confirms, needsPaperText, textsIn, valuesIn } from '../attack/bag-values.ts';
import { deposit } from './live/deposit.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

// What leaves with a report, chosen and agreed to from the command line: single people, the issuer's words, every field.

let [live, anna, open, theirs] = [] as unknown as [Live, Connection, OpenCase, OpenCase];
let folder: string;
const passphrase = 'a passphrase for all of them';
const at = (name: string): string => join(folder, name);
const [guard, witness] = ['Guard-3', 'Witness-7'];

beforeAll(async () => {
	live = await startLive();
	const vera = live.steward;
	const { worker } = await enrolWorker(live);
	anna = await live.enrol();
	folder = await mkdtemp(join(tmpdir(), 'custos-disclosed-'));
	for (const [name, { identity }] of [['vera', vera] as const, ['anna', anna] as const]) {
		const profile = openProfile(at(name), 10);
		await profile.savePin(live.pin);
		await profile.storeIdentity(identity, passphrase);
	}
	open = await openCase(vera, [[anna, 'lead']], 'GUL');
	theirs = (await openCases(anna))[0] as OpenCase;
	const intake = await openIntake(vera, open, { receivedHow: 'by hand' });
	const item = await deposit(vera, open, intake, utf8('a film'));
	const of = { case: open.id, generation: open.key.generation, item: item.id };
	const kept = { ...of, prefix: toHex(platform.sha256(item.prefix)), sha256: item.body.sha256 };
	await submit(worker, [{ type: 'item.kept', fields: kept }]);
	await submit(worker, [{ type: 'item.failed', fields: { ...of, phase: 'examining' } }]);
	const mark = { fromMs: 100, toMs: 900, people: [witness, guard], tags: ['yard'], note: `${witness} is led away` };
	const { clip } = await addClip(vera, open, await itemEntries(vera, item.id), mark);
	await addExhibit(vera, open, { item: item.id, clip }, 'The yard');
	// Somebody in a clip that is no exhibit is in no report.
	await addClip(vera, open, await itemEntries(vera, item.id), { fromMs: 0, toMs: 50, people: ['Guard-9'] });
});
afterAll(async () => {
	await live?.close();
	if (folder !== undefined) await rm(folder, { recursive: true });
});

async function run(person: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
	let [out, err] = ['', ''];
	const code = await custos(['--home', at(person), ...args], {
		out: (text) => {
			out += text;
		},
		err: (text) => {
			err += text;
		},
		env: { CUSTOS_PASSPHRASE: passphrase, CUSTOS_SCRYPT_LOGN: '10', LANG: 'C' },
		terminal: false,
		width: () => 100,
		read: async () => '',
		signal: new AbortController().signal,
	});
	return { code, out, err };
}

async function json(person: string, ...args: string[]): Promise<{ [name: string]: unknown }> {
	const ran = await run(person, '--json', ...args);
	expect(ran, args.join(' ')).toMatchObject({ code: 0 });
	return JSON.parse(ran.out) as { [name: string]: unknown };
}

test('a clip that was marked tells its members of everybody it shows', async () => {
	const { clips } = await caseMarks(anna, theirs);
	expect(clips.map((one) => (one.unreadable ? [] : one.people))).toEqual([[witness, guard], ['Guard-9']]);
});

test('one person is named in a report, another is nowhere in it, and it says how many are not', async ({ skip }) => {
	needsPaperText(skip);
	await json('vera', 'report', 'GUL', '--zip', at('one.zip'), '--only-person', guard);
	const bag = await openBagZip(at('one.zip'));
	const verdict = await verifyBag(bag, { logKey: live.pin.log });
	expect(verdict.checks.filter(({ ok }) => !ok)).toEqual([]);
	expect(verdict.result).toBe('confirmed');
	expect(verdict.onWordOfIssuer.filter((one) => one.startsWith('people'))).toEqual([]);
	const texts = await textsIn(bag);
	for (const [where, found] of texts) expect(found, where).not.toContain(witness);
	const naming = [...texts].flatMap(([where, found]) => (found.includes(guard) ? where : []));
	expect(naming).toEqual(expect.arrayContaining(['data/report.json', 'data/report.pdf unpacked']));
	const beside = await valuesIn(bag);
	expect(confirms('people/1', witness, beside)).toBe(false);
	const report = await readReport(bag);
	const clips = report.items.flatMap(({ exhibits }) => exhibits.flatMap(({ clip }) => clip ?? []));
	expect(clips).toEqual([expect.objectContaining({ people: [guard], peopleWithheld: 1, note: null, tags: ['yard'] })]);
	expect(report.report.redactions.join(' ')).toMatch(/named: Guard-3\. Others are withheld: 1,/);
	const paper = texts.get('data/report.pdf unpacked');
	expect(paper).toMatch(/Guard-3, withheld: 1/);
	// No purpose was named: said on page one, and no line of the custody table is about it.
	expect(paper).toMatch(/Recipient\s+not stated in this report\s+Purpose\s+not stated in this report\s+Exhibit/);
	expect(paper).not.toContain('Purpose:');
	// The note, which repeats the name, and the name itself.
	const marked = report.custody.find(({ event }) => event === 'clip.added')?.index;
	expect(verdict.withheld).toContainEqual({ index: marked, event: 'clip.added', fields: 2 });
	expect((await run('anna', 'verify', at('one.zip'))).out).toContain('Clip marked: some fields, 1 × (2 in all)');
});

test('nobody is named whom no clip of the report shows, nor where clips are not told of', async () => {
	for (const name of ['Guard-9', 'Nobody'])
		expect(await run('vera', 'report', 'GUL', '--zip', at('no.zip'), '--only-person', name)).toMatchObject({
			code: 1,
			err: expect.stringMatching(new RegExp(`shows ${name}; they show: Guard-3, Witness-7`)),
		});
	for (const more of ['--no-notes', '--without-people'])
		expect(await run('vera', 'report', 'GUL', '--zip', at('no.zip'), '--only-person', guard, more)).toMatchObject({
			code: 2,
			err: expect.stringContaining('it excludes --without-people and --no-notes'),
		});
	await expect(readFile(at('no.zip'))).rejects.toThrow('ENOENT');
});

test('a second lead sees every field and the words of the issuer, agrees, and the report says exactly those', async () => {
	await json('vera', 'case', 'policy', 'GUL', '--approvals', '1');
	const words = { authority: 'Request 12/2026 of the court', qualification: 'A. Keeper' };
	const said = ['--authority', words.authority, '--issued-by', words.qualification];
	const long = await run('vera', 'export', 'request', 'GUL', '--consent', 'x'.repeat(20_001));
	expect(long).toMatchObject({ code: 1, err: expect.stringContaining('at most 20000 characters') });
	const { report } = await json('vera', 'export', 'request', 'GUL', '--only-person', guard, ...said);
	const id = String(report).slice(0, 8);
	const request = (await exportsOf(anna, theirs)).requests.find((one) => one.report === report);
	expect(request).toMatchObject({ words, leaves: { words: hashOfWords(words, request?.leaves?.salt ?? '') } });

	// Shown before anything is asked; nobody is there to answer, so nothing is agreed to.
	const shown = await run('anna', 'export', 'approve', 'GUL', id);
	expect(shown.code).not.toBe(0);
	for (const line of [
		`Named:   of the people shown only ${guard}`,
		`Says:    authority: ${words.authority}`,
		`  report/authority  Authority: ${words.authority}\n`,
		`clip/people/0  People shown, as pseudonyms: ${guard}\n`,
		'  data/report.pdf\n',
	])
		expect(shown.out).toContain(line);
	expect(shown.out).not.toContain(witness);
	expect((await run('vera', 'export', 'list', 'GUL')).out).toContain('waits for a second person');

	const asked = choicesAsked(request as NonNullable<typeof request>, request?.leaves as never);
	const wish = { ...asked, open: theirs, language: 'en' as const, version, commit: await sourceCommit() };
	const paths = (all: readonly Outgoing[]): string[] => all.map(({ path }) => path);
	const due = paths(await previewReport(anna, wish, request?.by));
	const { outgoing } = (await json('anna', 'export', 'approve', 'GUL', id, '--yes')) as { outgoing: Outgoing[] };
	expect(paths(outgoing)).toEqual(due);
	expect(outgoing).toContainEqual(expect.objectContaining({ path: 'report/authority', value: words.authority }));

	const other = await run('vera', 'report', 'GUL', '--zip', at('two.zip'), '--agreed', id, '--authority', 'Another');
	expect(other).toMatchObject({ code: 2, err: expect.stringContaining('custos export request') });
	expect(await json('vera', 'report', 'GUL', '--zip', at('two.zip'), '--agreed', id)).toMatchObject({ verified: true });
	const bag = await openBagZip(at('two.zip'));
	expect((await verifyBag(bag, { logKey: live.pin.log })).result).toBe('confirmed');
	const made = await readReport(bag);
	expect(made.report.authority).toBe(words.authority);
	expect(made.certification.qualification).toBe(words.qualification);
	const begun = made.custody.findLast(({ event, subject }) => event === 'report.begun' && subject.kind === 'case');
	const detail = await bag.read(`data/ledger/${String(begun?.index).padStart(6, '0')}.detail.json`);
	expect(leavesIn(JSON.parse(new TextDecoder().decode(detail)).fields)?.words).toBe(request?.leaves?.words);
}, 120_000);

test('a name without its number is nobody’s, and a name like that of a hidden file is not given by a choice', async () => {
	const vera = live.steward;
	const other = await openCase(vera, [], 'OTH');
	const item = await deposit(
		vera,
		other,
		await openIntake(vera, other, { receivedHow: 'by hand' }),
		utf8('another film'),
	);
	const entries = await itemEntries(vera, item.id);
	const { path } = itemFacts(other, entries) ?? {};
	const called = String(path).replace(/\.[^.]*$/, '');
	const { clip } = await addClip(vera, other, entries, { fromMs: 0, toMs: 50, people: [called] });
	await addExhibit(vera, other, { item: item.id, clip }, 'The yard');
	const stray = newId(platform.randomBytes);
	const of = { case: other.id, generation: other.key.generation, item: item.id, clip: stray, sha256: item.body.sha256 };
	const fields = { fromMs: 0, toMs: 50, 'people/1': guard };
	await submit(vera, [{ type: 'clip.added', fields: of, detail: { to: other.key, fields } }]);
	const { clips } = await caseMarks(vera, other);
	expect(clips.map((one) => [one.id, one.unreadable])).toEqual([
		[clip, false],
		[stray, true],
	]);
	const before = (await eventsOf(vera, other, 'case', other.id)).length;
	const refused = await run('vera', 'report', 'OTH', '--zip', at('no.zip'), '--only-person', called, '--without-names');
	expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('called like a file') });
	expect(await eventsOf(vera, other, 'case', other.id)).toHaveLength(before);
});
