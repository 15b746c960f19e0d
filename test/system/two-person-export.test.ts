import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	approveExport,
	type ExportRequest,
	exportsOf,
	isOwn,
	refuseExport,
	requestExport,
	setExportRules,
	stateOf,
} from '../../src/client/case/exports.ts';
import { shareItem } from '../../src/client/case/share-item.ts';
import { addMember, createCase, type OpenCase, openCases } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { openIntake } from '../../src/client/intake.ts';
import { itemEntries } from '../../src/client/open-item.ts';
import { approve, findPerson, invite, join, joinRequests } from '../../src/client/people.ts';
import { submit } from '../../src/client/submit.ts';
import { exportPeopleBefore } from '../../src/db/migrations/0022-export-people.ts';
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

/** Joins with another device, by a steward's word the same person, and is made a lead too. */
async function anotherKey(who: Connection): Promise<Connection> {
	const [identity, letter] = [createIdentity(), await invite(live.steward, 'member')];
	await join(letter, identity, 'another device');
	const [request] = (await joinRequests(live.steward, [letter])).filter((one) => one.genuine);
	await approve(live.steward, request as NonNullable<typeof request>, 'member', who.identity.keys.sign);
	const joined = await live.connect(identity, undefined, clock);
	await addMember(lead, open, await findPerson(lead, identity.keys.sign), 'lead');
	return joined;
}

test('a lead with two keys is one lead: neither key agrees to what the other asked for, whatever keys came between', async () => {
	const second = await anotherKey(lead);
	const third = await anotherKey(second);
	for (const [asking, agreeing] of [
		[lead, second],
		[lead, third],
		[third, lead],
	] as const) {
		const [own, its] = await Promise.all([openCases(asking), openCases(agreeing)]).then((all) =>
			all.map(([one]) => one),
		);
		const report = newId(platform.randomBytes);
		await requestExport(asking, own as OpenCase, { report, leaves: leavesOf(choices, salt), items: choices.items });
		const request = await seen(report);
		expect(await isOwn(agreeing, request)).toBe(true);
		expect(await isOwn(other, request)).toBe(false);
		await expect(approveExport(agreeing, its as OpenCase, request)).rejects.toMatchObject({ code: 'denied' });
		if (asking === lead) await expect(made(agreed(request))).rejects.toMatchObject(unapproved);
		await approveExport(other, theirs, request);
		expect(stateOf(await seen(report), clock())).toBe('agreed');
		if (asking === lead) expect(await made(agreed(request))).toBe('confirmed');
	}
});

test('by the rule of an earlier version each key is one lead, until the rule is set anew; who verifies judges as the notary did', async () => {
	const second = await anotherKey(lead);
	const its = (await openCases(second))[0] as OpenCase;
	const exports = { approvals: 1 as const, days: 7 };
	await submit(lead, [{ type: 'case.policy', fields: { case: open.id, generation: open.key.generation, exports } }]);
	const [then, late] = [await asked(), await asked()];
	await approveExport(second, its, then);
	expect(await made(agreed(then))).toBe('confirmed');
	await setExportRules(lead, open, { approvals: 1, days: 7 });
	await expect(approveExport(second, its, late)).rejects.toMatchObject({ code: 'denied' });
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

test('a database of before is brought to what the ledger makes', async () => {
	const made = () => live.sql('select id, first_key from exports order by id');
	const before = await made();
	expect(new Set(before.map((one) => one['first_key']))).toEqual(new Set([lead.identity.keys.sign]));
	await live.sql('alter table exports alter column first_key drop not null');
	await live.sql('update exports set first_key = null');
	await live.sql(exportPeopleBefore);
	expect(await made()).toEqual(before);
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
