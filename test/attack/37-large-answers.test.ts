import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../../src/client/case/catalogue.ts';
import { eventsOf } from '../../src/client/case/history.ts';
import { caseMarks } from '../../src/client/case/marks.ts';
import type { OpenCase } from '../../src/client/cases.ts';
import { openIntake } from '../../src/client/intake.ts';
import { archiveEvents } from '../../src/client/people.ts';
import { type Draft, submit } from '../../src/client/submit.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { fillCase } from '../system/live/fill-case.ts';
import { request } from '../system/live/raw.ts';
import { enrolWorker, type Live, openCase, startLive } from '../system/live.ts';

// 37: details as large as the archive takes them make answers longer in number, not in bytes; nothing is left out.

const MANY = 50;
const LARGE = 180_000;
/** Of JSON: eight megabytes and one entry, with base64 and proofs. */
const MOST = 13 * 2 ** 20;

let live: Live;
let open: OpenCase;
let items: string[];
beforeAll(async () => {
	live = await startLive();
	const { worker } = await enrolWorker(live);
	open = await openCase(live.steward);
	const intake = await openIntake(live.steward, open, { received: 'by hand' });
	const files = Array.from({ length: MANY }, (_, i) => ({
		path: `${i}`.padEnd(LARGE, '-'),
		size: 6,
		modified: '2026-01-01T00:00:00.000Z',
	}));
	items = await fillCase(live.steward, worker, open, intake, files);
});
afterAll(() => live.close());

/** How many things one answer holds, and that it is not too large. */
async function counted(path: string, name: string): Promise<number> {
	const answer = await request(live, 'GET', path, { as: live.steward });
	expect(answer.text.length, path).toBeLessThan(MOST);
	return (answer.body[name] as unknown[]).length;
}

test('the catalogue', async () => {
	expect(await counted(`/v1/cases/${open.id}/items?after=-1`, 'items')).toBeLessThan(MANY);
	expect((await catalogue(live.steward, open)).map((one) => one.id)).toEqual(items);
});

test('what was marked, and an item’s history', async () => {
	const [item = ''] = items;
	const note = (): Draft => ({
		type: 'item.noted',
		fields: { case: open.id, generation: 1, item, note: newId(platform.randomBytes) },
		detail: { to: open.key, fields: { text: 'n'.repeat(LARGE) } },
	});
	await submit(live.steward, Array.from({ length: MANY }, note));
	expect(await counted(`/v1/cases/${open.id}/marks?after=-1`, 'entries')).toBeLessThan(MANY);
	expect((await caseMarks(live.steward, open)).notes).toHaveLength(MANY);
	expect(await counted(`/v1/items/${item}/history?after=0`, 'entries')).toBeLessThan(MANY);
	const events = await eventsOf(live.steward, open, 'item', item);
	expect(events.filter((one) => one.entry.statement.type === 'item.noted')).toHaveLength(MANY);
	const to = { as: live.steward, json: { items, proofs: 'received' } };
	expect((await request(live, 'POST', `/v1/cases/${open.id}/states`, to)).text.length).toBeLessThan(MOST);
});

test('the archive’s own events, all of them', async () => {
	const before = (await archiveEvents(live.steward)).entries.length;
	const invited = (): Draft => ({
		type: 'person.invited',
		fields: { invite: newId(platform.randomBytes), role: 'member' },
		detail: { to: open.key, fields: { why: 'w'.repeat(LARGE) } },
	});
	await submit(live.steward, Array.from({ length: MANY }, invited));
	expect(await counted(`/v1/people?after=${before}`, 'entries')).toBeLessThan(MANY);
	expect((await archiveEvents(live.steward)).entries).toHaveLength(before + MANY);
	expect(await counted('/v1/log/entries?from=0', 'entries')).toBeGreaterThan(MANY / 2);
});
