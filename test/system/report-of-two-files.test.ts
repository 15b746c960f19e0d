import { afterAll, beforeAll, expect, test } from 'vitest';
import { addExhibit } from '../../src/client/case/add-exhibit.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import type { Connection } from '../../src/client/connection.ts';
import { createIdentity } from '../../src/client/identity.ts';
import { openIntake } from '../../src/client/intake.ts';
import { approve, invite, type JoinRequest, join, joinRequests } from '../../src/client/people.ts';
import { submit } from '../../src/client/submit.ts';
import { toHex, utf8 } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { ArchiveRole } from '../../src/domain/roles.ts';
import { previewReport } from '../../src/report/gather/preview-report.ts';
import { readReport } from '../../src/report/verify/check-report.ts';
import { verifyBag } from '../../src/report/verify/verify-bag.ts';
import { needsPaperText, textsIn } from '../attack/bag-values.ts';
import { receivedDraft, store } from './live/deposit.ts';
import { forCourt, madeReport } from './live/made-report.ts';
import { type Live, openCase, startLive } from './live.ts';

// Two files of the same content, one of them in a report, among people who were let in by one steward and then by another.

let [live, second, lead, open] = [] as unknown as [Live, Connection, Connection, OpenCase];
const other = 'block-seven/night-watch.mp4';
let item: string;
const requests: [JoinRequest, ArchiveRole][] = [];

beforeAll(async () => {
	live = await startLive();
	second = await live.enrol('steward');
	const worker = await enrolled('worker');
	lead = await enrolled('member');
	await submit(worker, [
		{ type: 'epoch.opened', fields: { epoch: 1, key: toHex(platform.x25519Public(platform.randomBytes(32))) } },
	]);
	open = await openCase(lead, [], 'GUL');
	const intake = await openIntake(lead, open, {});
	const kept = async (path: string, sameAs?: string): Promise<string> => {
		const stored = await store(lead, open, intake, utf8('a film'));
		const { detail, ...draft } = receivedDraft(open, intake, stored);
		if (detail === undefined) throw new Error('what is received has a detail');
		const fields = { ...detail.fields, path, ...(sameAs === undefined ? {} : { sameAs }) };
		await submit(lead, [{ ...draft, detail: { ...detail, fields } }]);
		const { id, prefix, body } = stored;
		const about = { case: open.id, generation: open.key.generation, item: id };
		await submit(worker, [
			{ type: 'item.kept', fields: { ...about, prefix: toHex(platform.sha256(prefix)), sha256: body.sha256 } },
		]);
		return id;
	};
	await kept(other);
	item = await kept('copies/0001.mp4', other);
	await addExhibit(lead, open, { item }, 'a copy');
});
afterAll(() => live?.close());

/** Invited and approved by the first steward; the request is kept, as the second steward saw it. */
async function enrolled(role: ArchiveRole): Promise<Connection> {
	const identity = createIdentity();
	const letter = await invite(live.steward, role);
	await join(letter, identity, 'somebody');
	const [request] = await joinRequests(live.steward, [letter]);
	if (request === undefined) throw new Error('the join request is not there');
	await approve(live.steward, request, role);
	requests.push([request, role]);
	return live.connect(identity);
}

test('who was approved twice was let in by the first approval: the refused one spoils no report', async () => {
	for (const [request, role] of requests)
		await expect(approve(second, request, role)).rejects.toThrow('refused person.enrolled (conflict)');
	const bag = await madeReport(lead, forCourt(open, [item]));
	expect((await verifyBag(bag, { logKey: live.pin.log })).checks.filter((one) => !one.ok)).toEqual([]);
	expect(await verifyBag(bag, { logKey: live.pin.log })).toMatchObject({ result: 'confirmed' });
});

test('that another file has the same content is told by no report: its path stays a hash, and all else is shown', async ({
	skip,
}) => {
	needsPaperText(skip);
	const wish = forCourt(open, [item]);
	const promised = JSON.stringify(await previewReport(lead, wish));
	const bag = await madeReport(lead, wish);
	expect(await verifyBag(bag, { logKey: live.pin.log })).toMatchObject({ result: 'confirmed' });
	for (const [name, content] of [...(await textsIn(bag)), ['what was promised', promised] as const])
		expect([name, /block-seven|night-watch|"sameAs"/.exec(content)?.[0]]).toEqual([name, undefined]);
	const { items, report, custody, acquisition } = await readReport(bag);
	// Deposits of earlier versions do not say by what they were taken in.
	expect(acquisition).toMatchObject([{ tool: null, method: null }]);
	expect(items).toMatchObject([{ path: 'copies/0001.mp4', sha256: toHex(platform.sha256(utf8('a film'))) }]);
	const { index } = custody.find(({ event }) => event === 'item.received') ?? {};
	expect(report.disclosure?.withheld).toContainEqual({ index, event: 'item.received', fields: 1 });
});
