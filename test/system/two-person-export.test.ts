import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	approveExport,
	type ExportRequest,
	exportsOf,
	refuseExport,
	requestExport,
	setExportRules,
	stateOf,
} from '../../src/client/case/exports.ts';
import { shareItem } from '../../src/client/case/share-item.ts';
import { createCase, type OpenCase, openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { submit } from '../../src/client/submit.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { hashOfLeaves } from '../../src/domain/leaves.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { leavesOf, type ReportChoices } from '../../src/report/gather/report-choices.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { audit } from '../../workers/audit/audit.ts';
import { deposit } from './live/deposit.ts';
import { forCourt, madeReport } from './live/made-report.ts';
import { enrolWorker, type Live, openCase, startLive } from './live.ts';
import { databaseUrl } from './postgres-url.ts';

/** A report leaves a case when two people want it to, within the days the case gives. */

let [live, lead, other, open, theirs] = [] as unknown as [Live, Connection, Connection, OpenCase, OpenCase];
let choices: ReportChoices;
let days = 0;
const clock = (): Date => new Date(Date.now() + days * 86_400_000);
const salt = 'ab'.repeat(32);

beforeAll(async () => {
	live = await startLive({ clock });
	const { worker } = await enrolWorker(live);
	[lead, other] = [await live.enrol(), await live.enrol()];
	open = await openCase(lead, [[other, 'lead']], 'GUL');
	theirs = (await openCases(other))[0] as OpenCase;
	const intake = await openIntake(lead, open, { receivedHow: 'by hand' });
	const item = await deposit(lead, open, intake, utf8('one'));
	const of = { case: open.id, generation: open.key.generation, item: item.id };
	const { sha256 } = item.body;
	const prefix = toHex(platform.sha256(item.prefix));
	await submit(worker, [{ type: 'item.kept', fields: { ...of, prefix, sha256 } }]);
	await submit(worker, [{ type: 'item.failed', fields: { ...of, phase: 'examining' } }]);
	choices = forCourt(open, [item.id], { withNotes: true });
	await setExportRules(lead, open, { approvals: 1, days: 7 });
});
afterAll(() => live.close());

async function made(wish: ReportChoices): Promise<string> {
	return (await verifyBag(await madeReport(lead, wish), { logKey: lead.archive.founding.log })).result;
}

async function asked(wish = choices): Promise<ExportRequest> {
	const report = newId(platform.randomBytes);
	await requestExport(lead, open, { report, leaves: leavesOf(wish, salt), items: wish.items, words: wish.words });
	return seen(report);
}

async function seen(report: string): Promise<ExportRequest> {
	const { requests } = await exportsOf(other, theirs);
	return requests.find((one) => one.report === report) as ExportRequest;
}

const agreed = ({ report }: ExportRequest): ReportChoices => ({ ...choices, agreed: { report, salt } });
const unapproved = { code: 'denied', message: expect.stringContaining('report.begun (unapproved)') };

test('nobody lets a report leave alone', async () => {
	await expect(made(choices)).rejects.toMatchObject(unapproved);
	const request = await asked();
	expect(stateOf(request, clock())).toBe('waits');
	await expect(made(agreed(request))).rejects.toMatchObject(unapproved);
	await expect(approveExport(lead, open, request)).rejects.toMatchObject({ code: 'denied' });
	await expect(made(agreed(request))).rejects.toMatchObject(unapproved);
});

test('another lead sees what is to leave and agrees to exactly that', async () => {
	const request = await asked();
	expect(request.leaves).toMatchObject({ recipient: 'a court', originals: false });
	expect(request.items).toEqual(choices.items);
	const what = hashOfLeaves(leavesOf({ ...choices, withOriginals: true }, salt));
	await expect(approveExport(other, theirs, { ...request, what })).rejects.toMatchObject({
		message: expect.stringContaining('hash-mismatch'),
	});
	await approveExport(other, theirs, request);
	expect(stateOf(await seen(request.report), clock())).toBe('agreed');
	await expect(made({ ...agreed(request), withOrigin: true })).rejects.toMatchObject(unapproved);
	// Nor does it serve somebody else, the one who agreed included.
	const begun = { case: theirs.id, generation: theirs.key.generation, report: request.report, what: request.what };
	await expect(submit(other, [{ type: 'report.begun', fields: begun }])).rejects.toMatchObject(unapproved);
	expect(await made(agreed(request))).toBe('confirmed');
	expect(stateOf(await seen(request.report), clock())).toBe('made');
	await expect(made(agreed(request))).rejects.toMatchObject({ code: 'denied' });
});

test('the issuer’s own words leave as the other lead saw them, or not at all', async () => {
	const words = { authority: 'Request 12/2026', consent: 'Given by all' };
	const request = await asked({ ...choices, words });
	expect(request.words).toEqual(words);
	await approveExport(other, theirs, request);
	for (const others of [undefined, { ...words, consent: 'Given by most' }, { ...words, legalBasis: 'A law' }])
		await expect(made({ ...agreed(request), words: others })).rejects.toMatchObject(unapproved);
	expect(await made({ ...agreed(request), words })).toBe('confirmed');
	// Nor are words shown that the request does not commit to.
	const report = newId(platform.randomBytes);
	const leaves = leavesOf({ ...choices, words }, salt);
	await requestExport(lead, open, { report, leaves, items: choices.items, words: { ...words, consent: 'None' } });
	expect(await seen(report)).toMatchObject({ leaves: undefined, words: {} });
});

test('what was refused, or taken back, does not leave', async () => {
	const request = await asked();
	await approveExport(other, theirs, request);
	await refuseExport(other, theirs, request, 'the names first');
	expect(stateOf(await seen(request.report), clock())).toBe('refused');
	await expect(made(agreed(request))).rejects.toMatchObject(unapproved);
});

test('a case with a rule shares nothing into one without', async () => {
	const loose = await createCase(lead, { title: 'loose', prefix: 'LOO' });
	const item = await itemEntries(lead, choices.items[0] as string);
	const message = expect.stringContaining('item.shared (denied)');
	await expect(shareItem(lead, open, loose, item)).rejects.toMatchObject({ code: 'denied', message });
	await setExportRules(lead, loose, { approvals: 1, days: 1 });
	await shareItem(lead, open, loose, item);
});

test('a request that shows something else than it commits to cannot be read', async () => {
	const report = newId(platform.randomBytes);
	const leaves = leavesOf(choices, salt);
	const fields = { case: open.id, generation: open.key.generation, report, what: 'cd'.repeat(32) };
	const detail = { to: open.key, fields: { leaves, items: [...choices.items] } };
	await submit(lead, [{ type: 'export.requested', fields, detail }]);
	expect((await seen(report)).leaves).toBeUndefined();
});

test('an agreement ends; a rule that is loosened is an entry, and counts', async () => {
	const request = await asked();
	await approveExport(other, theirs, request);
	days = 8;
	const [late, lateOther] = [
		await live.connect(lead.identity, undefined, clock),
		await live.connect(other.identity, undefined, clock),
	];
	expect(stateOf(await seen(request.report), clock())).toBe('expired');
	lead = late;
	other = lateOther;
	await expect(made(agreed(request))).rejects.toMatchObject(unapproved);
	await setExportRules(lead, open, { approvals: 0, days: 7 });
	expect((await exportsOf(other, theirs)).rules).toEqual({ approvals: 0, days: 7 });
	expect(await made(choices)).toBe('confirmed');
});

test('the audit comes to the same verdicts and tables', async () => {
	const result = await audit({
		databaseUrl: databaseUrl(live.database.connection),
		logKey: live.pin.log,
		head: live.notary.started.head.current,
		signatures: true,
		objects: false,
	});
	expect(result.firstDifference).toBeUndefined();
});
