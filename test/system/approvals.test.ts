import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/domain/ids.ts';
import { type Act, actHash } from '../../src/domain/ledger/act.ts';
import { MOST_OPEN } from '../../src/domain/ledger/approvals.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { ArchiveRole } from '../../src/domain/roles.ts';
import { audit } from '../../workers/audit/audit.ts';
import { agree, moreStewards } from './archive/agree.ts';
import { joinProof, makePerson } from './archive/person.ts';
import { type Archive, buildArchive, type Fields, type TestPerson } from './archive-builder.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';
import { databaseUrl } from './postgres-url.ts';

// Two of three stewards: what one alone cannot do, asked of the real notary.

let database: FreshDatabase;
let folder: string;
let archive: Archive;
/** The first two of them decide; the third is there to be suspended. */
let [a, b, c]: TestPerson[] = [];
let hours = 0;
const id = (): string => newId(platform.randomBytes);

beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-approvals-'))];
	const clock = (): Date => new Date(Date.now() + hours * 3_600_000);
	archive = await buildArchive({ connection: database.connection, folder, clock });
	a = archive.steward;
	[b, c] = await moreStewards(archive, 2, 2);
});
beforeEach(() => {
	// Refusals of one hour are folded together.
	hours += 2;
});
afterAll(async () => {
	await archive.close();
	await database.drop();
	await rm(folder, { recursive: true });
});

async function said(by: TestPerson | undefined, fields: Fields): Promise<string> {
	const receipt = await archive.submit(by as TestPerson, fields);
	return (JSON.parse(receipt.skeleton) as { result: string }).result;
}
const pair = (): TestPerson[] => [a as TestPerson, b as TestPerson];
async function agreed(act: Act, by = pair()): Promise<Fields> {
	return { ...act, approval: await agree(archive, act, by) };
}

async function enrolment(role: ArchiveRole = 'member'): Promise<Act & { type: 'person.enrolled' }> {
	const [invite, person] = [id(), makePerson()];
	await archive.submit(a as TestPerson, { type: 'person.invited', invite, role });
	const proof = joinProof(person, invite, archive.desk.started.keys.origin);
	return { type: 'person.enrolled', invite, role, person: person.keys, proof };
}
const suspension = (person: TestPerson | undefined): Act => ({
	type: 'person.suspended',
	person: (person as TestPerson).keys.sign,
});
function loss(): Act {
	const { origin, logSeed } = archive.desk.started.keys;
	const root = platform.randomBytes(32);
	return { type: 'loss.stated', from: 1, checkpoint: signCheckpoint({ origin, size: 1_000_000, root }, logSeed) };
}
const reinstatement = (): Act => ({ type: 'person.reinstated', person: (c as TestPerson).keys.sign });

const acts: readonly [string, () => Promise<Act> | Act][] = [
	['to enrol', () => enrolment()],
	['to suspend a steward', () => suspension(c)],
	['to reinstate', reinstatement],
	['to change the threshold', () => ({ type: 'threshold.changed', threshold: 1 })],
	['to state a loss', loss],
];

describe.each(acts)('%s', (_, make) => {
	test('one alone is refused, also as one who agrees twice with themselves; two are enough, once', async () => {
		const act = await make();
		expect(await said(a, act)).toBe('denied:unapproved');
		const proposal = await agree(archive, act, [a as TestPerson]);
		expect(await said(a, { type: 'act.approved', proposal, what: actHash(act) })).toBe('denied:conflict');
		hours += 2;
		expect(await said(a, { ...act, approval: proposal })).toBe('denied:unapproved');
		expect(await said(b, { ...act, approval: proposal })).toBe('denied:unapproved');
		hours += 2;
		expect(await said(b, { type: 'act.approved', proposal, what: actHash(act) })).toBe('accepted');
		expect(await said(b, { ...act, approval: proposal })).toBe('accepted');
		hours += 2;
		expect(await said(b, { ...act, approval: proposal })).toMatch(/^denied:conflict$/);
		if (act.type === 'person.suspended') await archive.submit(a as TestPerson, await agreed(reinstatement()));
		if (act.type === 'threshold.changed')
			await archive.submit(a as TestPerson, await agreed({ type: 'threshold.changed', threshold: 2 }));
	});
});

test('what is done is what was approved, to the letter', async () => {
	const act = await enrolment();
	const proposal = await agree(archive, act, pair());
	const altered: Fields = { ...act, formerly: archive.lead.keys.sign, approval: proposal };
	expect(await said(b, altered)).toBe('denied:hash-mismatch');
	const other = await enrolment('steward');
	expect(await said(b, { ...other, approval: proposal })).toBe('denied:hash-mismatch');
	expect(await said(c, { type: 'act.approved', proposal, what: actHash(other) })).toBe('denied:hash-mismatch');
	hours += 2;
	expect(await said(b, { ...act, approval: id() })).toBe('denied:not-found');
	expect(await said(c, { ...act, approval: proposal })).toBe('accepted');
});

test('to stop somebody who is no steward takes one, and no proposal', async () => {
	expect(await said(b, suspension(archive.reader))).toBe('accepted');
	expect(await said(b, { type: 'person.reinstated', person: archive.reader.keys.sign })).toBe('denied:unapproved');
	expect(await said(b, await agreed({ type: 'person.reinstated', person: archive.reader.keys.sign }))).toBe('accepted');
});

test('approvals end when a steward is suspended, by others or by their card', async () => {
	const card = makePerson();
	await archive.submit(c as TestPerson, { type: 'suspension-card.made', card: card.keys.sign });
	const act = suspension(archive.editor);
	const approval = await agree(archive, act, [a, c] as TestPerson[]);
	const waiting = await agree(archive, act, [a] as TestPerson[]);
	const byCard = { type: 'person.suspended' as const, person: (c as TestPerson).keys.sign, by: 'card' as const };
	expect(await said(card, { ...byCard, approval })).toBe('denied:denied');
	expect(await said(card, byCard)).toBe('accepted');
	expect(await said(a, { ...act, approval })).toBe('denied:stale');
	expect(await said(c, { type: 'act.approved', proposal: waiting, what: actHash(act) })).toBe('denied:suspended');
	expect(await said(b, { type: 'act.approved', proposal: waiting, what: actHash(act) })).toBe('denied:stale');
	hours += 2;
	// Those who are left are just enough to let somebody in again, and may not become fewer.
	expect(await said(a, await agreed(suspension(b)))).toBe('denied:conflict');
	expect(await said(a, await agreed(reinstatement()))).toBe('accepted');
});

test('only who proposed takes back; what is taken back is over', async () => {
	const act = await enrolment();
	const proposal = await agree(archive, act, pair());
	expect(await said(b, { type: 'act.withdrawn', proposal })).toBe('denied:denied');
	expect(await said(a, { type: 'act.withdrawn', proposal })).toBe('accepted');
	expect(await said(a, { type: 'act.withdrawn', proposal })).toBe('denied:conflict');
	expect(await said(c, { type: 'act.approved', proposal, what: actHash(act) })).toBe('denied:conflict');
	expect(await said(b, { ...act, approval: proposal })).toBe('denied:conflict');
	expect(await said(c, { type: 'act.proposed', proposal, act })).toBe('denied:conflict');
});

test('a proposal is over after thirty days', async () => {
	const act = await enrolment();
	const [full, half] = [await agree(archive, act, pair()), await agree(archive, act, [a as TestPerson])];
	hours += 24 * 30 + 1;
	expect(await said(b, { ...act, approval: full })).toBe('denied:stale');
	expect(await said(b, { type: 'act.approved', proposal: half, what: actHash(act) })).toBe('denied:stale');
	expect(await said(b, await agreed(act))).toBe('accepted');
});

test('no more must agree than there are, and more are asked before more must', async () => {
	expect(await said(a, await agreed({ type: 'threshold.changed', threshold: 4 }))).toBe('denied:conflict');
	expect(await said(a, await agreed({ type: 'threshold.changed', threshold: 2 }))).toBe('denied:conflict');
	const three: Act = { type: 'threshold.changed', threshold: 3 };
	expect(await said(a, await agreed(three))).toBe('denied:unapproved');
	hours += 2;
	expect(await said(a, await agreed(three, [a, b, c] as TestPerson[]))).toBe('accepted');
	expect(await said(a, await agreed({ type: 'threshold.changed', threshold: 2 }))).toBe('denied:unapproved');
	const back: Act = { type: 'threshold.changed', threshold: 2 };
	expect(await said(a, await agreed(back, [a, b, c] as TestPerson[]))).toBe('accepted');
});

test('a steward has at most a hundred proposals open, whatever became of others', async () => {
	const act = suspension(archive.reader);
	const of = () => archive.desk.db.selectFrom('steward_people').select(['proposers', 'open']).executeTakeFirstOrThrow();
	const count = async (): Promise<number> => {
		const { proposers, open } = await of();
		return open[proposers.indexOf((a as TestPerson).keys.sign)] ?? 0;
	};
	const propose = (proposal = id()) => said(a, { type: 'act.proposed', proposal, act });
	const before = await count();
	const done = await agreed(reinstatement());
	expect(await count()).toBe(before + 1);
	const mine = Array.from({ length: MOST_OPEN - before - 1 }, id);
	const written = (proposal: string) => archive.desk.write(a as TestPerson, { type: 'act.proposed', proposal, act });
	await archive.desk.submit(mine.map(written));
	expect(await count()).toBe(MOST_OPEN);
	expect(await propose()).toBe('denied:limit');
	expect(await said(b, { type: 'act.proposed', proposal: id(), act })).toBe('accepted');
	expect(await said(a, { type: 'act.withdrawn', proposal: mine[0] as string })).toBe('accepted');
	expect(await said(b, done), 'carried out').toBe('accepted');
	expect(await count()).toBe(MOST_OPEN - 2);
	expect([await propose(), await propose()]).toEqual(['accepted', 'accepted']);
	hours += 2;
	expect(await propose()).toBe('denied:limit');
	// Nothing comes of them any more.
	expect(await said(b, await agreed(suspension(c), [b, c] as TestPerson[]))).toBe('accepted');
	expect(await of()).toEqual({ proposers: [], open: [] });
	expect(await said(a, { type: 'act.withdrawn', proposal: mine[1] as string })).toBe('accepted');
	expect(await said(a, await agreed(reinstatement()))).toBe('accepted');
	expect(await of()).toEqual({ proposers: [], open: [] });
});

test('nobody but stewards proposes or approves', async () => {
	const act = suspension(c);
	expect(await said(archive.lead, { type: 'act.proposed', proposal: id(), act })).toBe('denied:denied');
	const proposal = await agree(archive, act, [a as TestPerson]);
	expect(await said(archive.lead, { type: 'act.approved', proposal, what: actHash(act) })).toBe('denied:denied');
});

test('and the audit comes to the same verdicts and tables', async () => {
	const head = await archive.desk.head();
	const result = await audit({
		databaseUrl: databaseUrl(database.connection),
		logKey: archive.desk.vkey,
		head,
		signatures: true,
		objects: false,
	});
	expect(result.firstDifference).toBeUndefined();
	expect(result).toMatchObject({ ok: true, entries: head.size });
});
