import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { intakeContext } from '../../src/client/intake.ts';
import { fromHex, toBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import { sealTo } from '../../src/domain/envelope/sealed-box.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { newId } from '../../src/domain/ids.ts';
import { type Act, actHash } from '../../src/domain/ledger/act.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { statementTypes } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { policy, type Verb } from '../../src/domain/who-may.ts';
import { audit } from '../../workers/audit/audit.ts';
import { prepareKey } from '../../workers/notary/keys.ts';
import { agree } from './archive/agree.ts';
import type { Beside } from './archive/desk.ts';
import { joinProof, makePerson } from './archive/person.ts';
import {
	type Archive,
	buildArchive,
	type Fields,
	type TestCase,
	type TestItem,
	type TestPerson,
} from './archive-builder.ts';
import { allowed, insiders, type Role, roles } from './policy-table.ts';
import { type FreshDatabase, freshDatabase } from './postgres.ts';
import { databaseUrl } from './postgres-url.ts';

// Who may do what, written down a second time and asked of the real notary: every role × every verb.

let database: FreshDatabase;
let folder: string;
let archive: Archive;
let people: Record<Role, TestPerson>;
const secondSteward = makePerson();
/** The clock moves on an hour a verb, so that refusals stay entries of their own. */
let hours = 0;
let epochs = 1;
/** Another lead of the case. */
let asker: TestPerson;
/** Another case, which every member of the first may write to. */
let second: TestCase;
beforeAll(async () => {
	[database, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-policy-'))];
	archive = await buildArchive({
		connection: database.connection,
		folder,
		clock: () => new Date(Date.now() + hours * 3_600_000),
	});
	const { steward, lead, editor, reader, worker } = archive;
	const [member, otherLead, removedLead, suspendedLead, suspendedSteward, auditor] = Array.from(
		{ length: 6 },
		makePerson,
	) as [TestPerson, TestPerson, TestPerson, TestPerson, TestPerson, TestPerson];
	for (const person of [member, otherLead, removedLead, suspendedLead]) await archive.enrol(person, 'member');
	await archive.enrol(suspendedSteward, 'steward');
	await archive.enrol(secondSteward, 'steward');
	await archive.enrol(auditor, 'auditor');
	await archive.openCase(otherLead);
	second = await archive.openCase(lead);
	for (const person of [editor, reader]) await archive.addMember(second, person, 'editor');
	asker = makePerson();
	await archive.enrol(asker, 'member');
	for (const person of [removedLead, suspendedLead, asker]) await archive.addMember(archive.case, person, 'lead');
	await archive.submit(
		lead,
		archive.in(archive.case, { type: 'case.member-removed' as const, person: removedLead.keys.sign }),
	);
	for (const person of [suspendedLead, suspendedSteward])
		await archive.submit(steward, { type: 'person.suspended', person: person.keys.sign });
	people = {
		nobody: makePerson(),
		member,
		otherLead,
		removedLead,
		suspendedLead,
		suspendedSteward,
		steward,
		auditor,
		worker,
		reader,
		editor,
		lead,
	};
});
afterAll(async () => {
	await archive.close();
	await database.drop();
	await rm(folder, { recursive: true });
});
const id = (): string => newId(platform.randomBytes);
const hash = 'ab'.repeat(32);
const prefix = platform.randomBytes(282);
const prefixHash = toHex(platform.sha256(prefix));
async function newItem(): Promise<TestItem> {
	return ((await archive.deposit([utf8('gate')])) as [TestItem])[0];
}

/** What is sealed does not matter here, only that something is. */
function said(): Beside {
	return archive.saying(archive.case, { text: 'something' });
}

/** An act that stewards may propose. */
function suspending(): Act {
	return { type: 'person.suspended', person: people.member.keys.sign };
}

/** A statement that is right in everything but, perhaps, who makes it. */
const rightful: { readonly [V in Verb]: (by: TestPerson) => Promise<[Fields, Beside?]> } = {
	'person.invited': async () => [{ type: 'person.invited', invite: id(), role: 'member' }],
	'invite.withdrawn': async () => {
		const invite = id();
		await archive.submit(archive.steward, { type: 'person.invited', invite, role: 'member' });
		return [{ type: 'invite.withdrawn', invite }];
	},
	'loss.stated': async () => {
		const { origin, logSeed } = archive.desk.started.keys;
		const root = platform.randomBytes(32);
		return [{ type: 'loss.stated', from: 1, checkpoint: signCheckpoint({ origin, size: 1_000_000, root }, logSeed) }];
	},
	'log.rotated': async () => {
		const { folder: home, keys } = archive.desk.started;
		const { vkey: next } = await prepareKey(home, keys.origin);
		return [{ type: 'log.rotated', closes: keys.logKey, next }];
	},
	'person.enrolled': async () => {
		const [invite, person] = [id(), makePerson()];
		await archive.submit(archive.steward, { type: 'person.invited', invite, role: 'member' });
		return [
			{
				type: 'person.enrolled',
				invite,
				role: 'member',
				person: person.keys,
				proof: joinProof(person, invite, archive.desk.started.keys.origin),
			},
		];
	},
	'person.suspended': async () => [{ type: 'person.suspended', person: people.member.keys.sign }],
	'threshold.changed': async () => {
		const act = { type: 'threshold.changed' as const, threshold: 2 };
		return [{ ...act, approval: await agree(archive, act, [secondSteward, archive.steward]) }];
	},
	'item.expunged': async () => {
		const item = await newItem();
		const act = { type: 'item.expunged' as const, item: item.id, why: '0d'.repeat(32) };
		const { rows } = await sql<{ exhibits: number }>`select exhibits from cases where id = ${archive.case.id}`.execute(
			archive.desk.db,
		);
		const left = [{ case: archive.case.id, exhibits: rows[0]?.exhibits ?? 0 }];
		return [{ ...act, left, approval: await agree(archive, act, [secondSteward, archive.steward]) }];
	},
	'act.proposed': async () => [{ type: 'act.proposed', proposal: id(), act: suspending() }],
	'act.approved': async () => {
		const proposal = await agree(archive, suspending(), [secondSteward]);
		return [{ type: 'act.approved', proposal, what: actHash(suspending()) }];
	},
	// Nobody takes back what another proposed: in `approvals.test.ts`.
	'act.withdrawn': async () => [
		{ type: 'act.withdrawn', proposal: await agree(archive, suspending(), [archive.steward]) },
	],
	// Nobody's own key is a card; what a card may do is in `suspension-card.test.ts`.
	'person.suspended/by-card': async () => [
		{ type: 'person.suspended', person: people.member.keys.sign, by: 'card' as const },
	],
	'suspension-card.made': async () => [{ type: 'suspension-card.made', card: makePerson().keys.sign }],
	'suspension-card.revoked': async (by) => {
		const card = makePerson().keys.sign;
		if (!rolesThat('suspension-card.made', by)) return [{ type: 'suspension-card.revoked', card }];
		await archive.submit(by, { type: 'suspension-card.made', card });
		return [{ type: 'suspension-card.revoked', card }];
	},
	'person.reinstated': async () => [{ type: 'person.reinstated', person: people.member.keys.sign }],
	'epoch.opened': async (by) => [
		{ type: 'epoch.opened', epoch: by === people.worker ? ++epochs : epochs + 1, key: archive.case.key },
	],
	'epoch.shared': async () => [{ type: 'epoch.shared', epoch: epochs, person: people.worker.keys.sign, grant: 'AAAA' }],
	'epoch.closed': async () => [{ type: 'epoch.closed', epoch: 1 }],
	'case.created': async () => [
		{ type: 'case.created', case: id(), generation: 1, key: archive.case.key, grant: 'AAAA' },
	],
	'case.member-added': async () => {
		const person = makePerson();
		await archive.enrol(person, 'member');
		return [
			archive.in(archive.case, {
				type: 'case.member-added' as const,
				person: person.keys.sign,
				role: 'reader' as const,
				grant: 'AAAA',
			}),
		];
	},
	'case.member-removed': async () => {
		const person = makePerson();
		await archive.enrol(person, 'member');
		await archive.addMember(archive.case, person, 'reader');
		return [archive.in(archive.case, { type: 'case.member-removed' as const, person: person.keys.sign })];
	},
	'case.rekeyed': async (by) => {
		const next = { ...archive.case, generation: archive.case.generation + 1 };
		// What comes after it names the newer key.
		if (by === people.lead) archive.case.generation = next.generation;
		const grants = [{ person: by.keys.sign, grant: 'AAAA' }];
		return [archive.in(next, { type: 'case.rekeyed' as const, key: next.key, previous: 'AAAA', grants })];
	},
	'case.key-granted': async () => [
		archive.in(archive.case, { type: 'case.key-granted' as const, person: people.reader.keys.sign, grant: 'AAAA' }),
	],
	'intake.opened': async () => {
		const intake = id();
		const forNotary = toBase64(
			sealTo(fromHex(archive.desk.started.keys.boxPublic), intakeContext.forNotary(intake), platform.randomBytes(32)),
		);
		return [
			archive.in(archive.case, {
				type: 'intake.opened' as const,
				intake,
				epoch: epochs,
				forCase: 'AAAA',
				forEpoch: 'AAAA',
				forNotary,
			}),
		];
	},
	'intake.closed': async () => [
		archive.in(archive.case, { type: 'intake.closed' as const, intake: archive.intake.id }),
	],
	'item.received': async () => {
		const body = { object: id(), offset: 0, size: 1, sha256: hash };
		const fields = {
			type: 'item.received' as const,
			item: id(),
			intake: archive.intake.id,
			prefix: prefixHash,
			body,
			forEpoch: 'AAAA',
		};
		return [archive.in(archive.case, fields), { prefix, ...said() }];
	},
	'item.opened/original': async () => [
		archive.on(await newItem(), { type: 'item.opened' as const, class: 'original' as const }),
	],
	'item.opened/working': async () => [
		archive.on(await newItem(), { type: 'item.opened' as const, class: 'working' as const }),
	],
	'item.examining': async () => [archive.on(await newItem(), { type: 'item.examining' as const, epoch: 1 })],
	'item.kept': async () => {
		const item = await newItem();
		return [archive.on(item, { type: 'item.kept' as const, prefix: item.prefix, sha256: item.body.sha256 })];
	},
	'item.failed': async () => [archive.on(await newItem(), { type: 'item.failed' as const, phase: 'keeping' as const })],
	'item.damaged': async () => [
		archive.on(await newItem(), { type: 'item.damaged' as const, found: 'missing' as const }),
	],
	'item.restored': async () => {
		const item = await newItem();
		await archive.submit(
			archive.worker,
			archive.on(item, { type: 'item.damaged' as const, found: 'differs' as const }),
		);
		const fields = { type: 'item.restored' as const, sha256: item.body.sha256, by: 'second' as const };
		return [archive.on(item, fields)];
	},
	'item.retried': async () => {
		const item = await newItem();
		await archive.submit(archive.worker, archive.on(item, { type: 'item.failed' as const, phase: 'keeping' as const }));
		return [archive.on(item, { type: 'item.retried' as const })];
	},
	'item.rewrapped': async () => {
		const item = await newItem();
		const fields = { type: 'item.rewrapped' as const, epoch: epochs, shares: 'AAAA', facts: 'AAAA' };
		return [archive.on(item, fields)];
	},
	'item.shared': async () => {
		const item = await newItem();
		await archive.examine(item);
		const to = second;
		const fields = { type: 'item.shared' as const, to: to.id, toGeneration: 1, grant: 'AAAA', version: 1 };
		return [archive.on(item, fields), archive.saying(to, { purpose: 'the same yard' })];
	},
	'proxy.requested': async () => {
		const item = await newItem();
		await archive.submit(
			archive.worker,
			archive.on(item, { type: 'item.kept' as const, prefix: item.prefix, sha256: item.body.sha256 }),
		);
		return [archive.on(item, { type: 'proxy.requested' as const })];
	},
	'derivative.made': async () => {
		const item = await newItem();
		return [
			archive.on(item, { type: 'derivative.made' as const, derivative: id(), prefix: prefixHash, body: item.body }),
			{ prefix },
		];
	},
	'item.examined': async () => {
		const item = await newItem();
		await archive.submit(
			archive.worker,
			archive.on(item, { type: 'item.kept' as const, prefix: item.prefix, sha256: item.body.sha256 }),
		);
		return [archive.on(item, { type: 'item.examined' as const })];
	},
	'clip.added': async () => {
		const item = await newItem();
		return [archive.on(item, { type: 'clip.added' as const, clip: id(), sha256: item.body.sha256 }), said()];
	},
	'clip.revised': async () => {
		const item = await newItem();
		const clip = await archive.clip(item);
		return [archive.on(item, { type: 'clip.revised' as const, clip, version: 2 }), said()];
	},
	'exhibit.added': async () => [archive.on(await newItem(), { type: 'exhibit.added' as const, exhibit: id() }), said()],
	'exhibit.renamed': async () => {
		const item = await newItem();
		return [archive.on(item, { type: 'exhibit.renamed' as const, exhibit: await archive.exhibit(item) }), said()];
	},
	'exhibit.withdrawn': async () => {
		const item = await newItem();
		return [archive.on(item, { type: 'exhibit.withdrawn' as const, exhibit: await archive.exhibit(item) }), said()];
	},
	'item.noted': async () => [archive.on(await newItem(), { type: 'item.noted' as const, note: id() }), said()],
	'item.watched': async () => [
		archive.on(await newItem(), { type: 'item.watched' as const, class: 'working' as const }),
		said(),
	],
	'case.vocabulary': async () => [archive.in(archive.case, { type: 'case.vocabulary' as const }), said()],
	'case.policy': async () => [
		archive.in(archive.case, { type: 'case.policy' as const, exports: { approvals: 0 as const, days: 7 } }),
	],
	'export.requested': async () => [
		archive.in(archive.case, { type: 'export.requested' as const, report: id(), what: hash }),
		said(),
	],
	'export.approved': async () => [
		archive.in(archive.case, { type: 'export.approved' as const, report: await asked(), what: hash }),
	],
	'export.refused': async () => [archive.in(archive.case, { type: 'export.refused' as const, report: await asked() })],
	'report.begun': async () => [archive.in(archive.case, { type: 'report.begun' as const, report: id() })],
	'report.signed': async (by) => {
		const report = id();
		const begun = archive.in(archive.case, { type: 'report.begun' as const, report });
		// Whoever may begin a report signs their own; the others try it with the lead's.
		await archive.submit(by === archive.lead ? by : archive.lead, begun);
		return [
			archive.in(archive.case, { type: 'report.signed' as const, report, json: hash, pdf: hash, manifest: hash }),
		];
	},
	'report.handed-over': async () => [
		archive.in(archive.case, { type: 'report.handed-over' as const, report: await signed() }),
		said(),
	],
	'report.acknowledged': async () => [
		archive.in(archive.case, { type: 'report.acknowledged' as const, report: await signed() }),
		said(),
	],
};

/** A report that another lead of the case asked to let leave. */
async function asked(): Promise<string> {
	const report = id();
	const wanted = { type: 'export.requested' as const, report, what: hash };
	await archive.submit(asker, archive.in(archive.case, wanted), said());
	return report;
}

/** A report of the lead's, begun and signed. */
async function signed(): Promise<string> {
	const report = id();
	await archive.submit(archive.lead, archive.in(archive.case, { type: 'report.begun' as const, report }));
	const hashes = { json: hash, pdf: hash, manifest: hash };
	await archive.submit(archive.lead, archive.in(archive.case, { type: 'report.signed' as const, report, ...hashes }));
	return report;
}

function rolesThat(verb: Verb, by: TestPerson): boolean {
	return allowed[verb].some((role) => people[role] === by);
}

function expected(verb: Verb, role: Role): string {
	if (role === 'nobody') return 'refused:unauthenticated';
	if (role.startsWith('suspended')) return 'denied:suspended';
	if (allowed[verb].includes(role)) return 'accepted';
	const aboutCase =
		!/^(person|invite|epoch|suspension-card|loss|log|threshold|act)\.|^item\.expunged$/.test(verb) &&
		verb !== 'case.created';
	return aboutCase && !insiders.includes(role) ? 'denied:not-found' : 'denied:denied';
}

test('the table has a row for every type of statement', () => {
	const types = statementTypes.filter((type) => type !== 'archive.founded' && type !== 'denials.folded');
	expect(new Set(Object.keys(policy).map((verb) => verb.split('/')[0]))).toEqual(new Set(types));
	expect(Object.keys(allowed).sort()).toEqual(Object.keys(policy).sort());
});

describe.each(Object.keys(allowed) as Verb[])('%s', (verb) => {
	beforeAll(() => {
		hours += 1;
	});
	test.each(roles)('by %s', async (role) => {
		const person = people[role];
		const [fields, beside] = await rightful[verb](person);
		const before = (await archive.desk.head()).size;
		const outcome = await archive.submit(person, fields, beside).catch((error: unknown) => error as CustosError);
		const result =
			outcome instanceof CustosError
				? `refused:${outcome.code}`
				: (JSON.parse(outcome.skeleton) as { result: string }).result;
		expect(result).toBe(expected(verb, role));
		expect((await archive.desk.head()).size).toBe(before + (role === 'nobody' ? 0 : 1));
		const givesShare = result === 'accepted' && (verb.startsWith('item.opened/') || verb === 'item.examining');
		expect(!(outcome instanceof CustosError) && outcome.share !== undefined).toBe(givesShare);
		if (verb === 'person.suspended' && result === 'accepted')
			await archive.submit(archive.steward, { type: 'person.reinstated', person: people.member.keys.sign });
		if (verb === 'threshold.changed' && result === 'accepted') {
			const back = { type: 'threshold.changed' as const, threshold: 1 };
			const approval = await agree(archive, back, [archive.steward, secondSteward]);
			await archive.submit(archive.steward, { ...back, approval });
		}
	});
});

test.each(['auditor', 'worker'] as const)('%s: no lead takes them into a case', async (role) => {
	const person = makePerson();
	await archive.enrol(person, role);
	const outcome = await archive.submit(
		archive.lead,
		archive.in(archive.case, {
			type: 'case.member-added' as const,
			person: person.keys.sign,
			role: 'reader' as const,
			grant: 'AAAA',
		}),
	);
	expect((JSON.parse(outcome.skeleton) as { result: string }).result).toBe('denied:denied');
});

test('and the audit comes to the same verdicts', async () => {
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
