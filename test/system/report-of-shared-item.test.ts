import { afterAll, beforeAll, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import { noteItem } from '../../src/client/case/mark.ts';
import { shareItem } from '../../src/client/case/share-item.ts';
import { type OpenCase, openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries, openBody } from '../../src/client/open-item.ts';
import { submit } from '../../src/client/submit.ts';
import { text, toHex, utf8 } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { previewReport } from '../../src/report/gather/preview-report.ts';
import type { ReportChoices } from '../../src/report/gather/report-choices.ts';
import { readSmall } from '../../src/report/verify/bag-reader.ts';
import { readReport } from '../../src/report/verify/check-report.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { receivedDraft, store } from './live/deposit.ts';
import { forCourt, madeReport } from './live/made-report.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';

// A report about an item that is in two cases: each case's own holds, and tells nothing that was sealed to the other.

let live: Live;
let [both, lead] = [] as unknown as [Connection, Connection];
let [first, second] = [] as unknown as [OpenCase, OpenCase];
let item: string;

beforeAll(async () => {
	live = await startLive();
	const { worker } = await enrolWorker(live);
	[both, lead] = [await live.enrol(), await live.enrol()];
	first = await openCase(both, [], 'GUL');
	const other = await openCase(lead, [[both, 'editor']], 'YRD');
	second = (await openCases(both)).find((one) => one.id === other.id) as OpenCase;
	const intake = await openIntake(both, first, { received: 'from somebody who must not be named' });
	const stored = await store(both, first, intake, utf8('a film'));
	const { id, prefix, body } = stored;
	const { detail, ...draft } = receivedDraft(first, intake, stored);
	if (detail === undefined) throw new Error('what is received has a detail');
	const fields = { ...detail.fields, tool: 'custos 0.1.0', method: 'sealed-upload' };
	await submit(both, [{ ...draft, detail: { ...detail, fields } }]);
	item = id;
	const about = { case: first.id, generation: 1, item };
	await submit(worker, [
		{ type: 'item.kept', fields: { ...about, prefix: toHex(platform.sha256(prefix)), sha256: body.sha256 } },
		{ type: 'item.examined', fields: about, detail: { to: first.key, fields: { summary: { kind: 'document' } } } },
	]);
	await noteItem(both, first, item, { text: 'said in the first alone' });
	await addExhibit(both, first, { item }, 'title of the first');
	await shareItem(both, first, second, await itemEntries(both, item), { purpose: 'why it was shared' });
	await addExhibit(lead, other, { item }, 'title of the second');
	await noteItem(lead, other, item, { text: 'said in the second alone' });
	await openBody(both, first, await itemEntries(both, item), 'original', 'opened in the first');
});
afterAll(() => live.close());

const choices = (open: OpenCase): ReportChoices =>
	forCourt(open, [item], { withOriginals: true, withOrigin: true, keyframes: 'open', withNotes: true });
const made = (by: Connection, open: OpenCase) => madeReport(by, choices(open));
const theirs = async (who: Connection, id: string) => (await openCases(who)).find((one) => one.id === id) as OpenCase;

test.each(['first', 'second'] as const)('the bag of the %s case is confirmed', async (which) => {
	const [by, open, label, other] =
		which === 'first'
			? ([both, first, 'GUL-0001', 'second'] as const)
			: ([lead, await theirs(lead, second.id), 'YRD-0001', 'first'] as const);
	const preview = await previewReport(by, choices(open));
	const bag = await made(by, open);
	const verdict = await verifyBag(bag, { logKey: by.archive.founding.log });
	expect(verdict).toMatchObject({ result: 'confirmed' });
	const report = await readReport(bag);
	expect(report.items[0]).toMatchObject({ path: 'a file', sha256: toHex(platform.sha256(utf8('a film'))) });
	expect(report.acquisition).toMatchObject([{ tool: 'custos 0.1.0', method: 'sealed-upload' }]);
	expect(verdict.onWordOfIssuer.filter((one) => one.startsWith('hashedBy'))).toEqual([]);
	expect(report.items[0]?.hashedBy).toMatch(/^P-.*; again P-/);
	expect(report.items[0]?.exhibits.map((one) => [one.label, one.title])).toEqual([[label, `title of the ${which}`]]);
	expect(report.technical.items[0]?.summary).toEqual({ kind: 'document' });

	// The history is whole, and says which of it was in the other case; what was sealed there did not come along.
	const events = report.custody.filter((row) => row.subject.kind === 'item');
	expect(events.map((row) => row.subject.n)).toEqual(events.map((_, i) => i + 1));
	const elsewhere = events.filter((row) => row.action.endsWith('(in another case)')).map((row) => row.event);
	expect(new Set(elsewhere)).toEqual(
		new Set(
			which === 'first'
				? ['exhibit.added', 'item.noted']
				: [
						'item.received',
						'item.kept',
						'item.examined',
						'item.noted',
						'exhibit.added',
						'item.opened/original',
						'report.begun',
					],
		),
	);
	const all = (
		await Promise.all(
			(
				await bag.list()
			)
				.filter((path) => path.endsWith('.json'))
				.map(async (path) => text(await readSmall(bag, path, 1_000_000))),
		)
	).join('\n');
	for (const secret of [
		`title of the ${other}`,
		`said in the ${other}`,
		'opened in the first',
		'must not be named',
	].filter((one) => which === 'second' || one.includes(other)))
		expect(all).not.toContain(secret);
	const promised = new Set(preview.filter((one) => one.kind === 'file').map(({ path }) => path));
	expect((await bag.list()).filter((path) => path.endsWith('.shown.json') && !promised.has(path))).toEqual([]);
	if (which === 'second') expect((await bag.list()).filter((path) => path.endsWith('.shown.json'))).toHaveLength(2);
});
