import { randomBytes } from 'node:crypto';
import { intakeContext } from '../../src/client/intake.ts';
import { fromHex, toBase64, toHex } from '../../src/domain/bytes.ts';
import { sealTo } from '../../src/domain/envelope/sealed-box.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { Fields } from '../system/archive/desk.ts';
import { joinProof, makePerson, type TestPerson } from '../system/archive/person.ts';

/** One event of a generated archive: who says what. */
export interface Event {
	by: TestPerson;
	fields: Fields;
	/** Bytes of its sealed detail. */
	sealed?: Uint8Array;
	prefix?: Uint8Array;
}

const id = (): string => randomBytes(16).toString('hex');
const hash = (): string => randomBytes(32).toString('hex');
const sealedBytes = (size: number): Uint8Array => new Uint8Array(randomBytes(size));
const hashOf = (bytes: Uint8Array): string => toHex(platform.sha256(bytes));

/** An archive without end: 12 people, 20 cases, then items that are received, examined, opened and now and then refused. */
export function* ledgerStory(log: { vkey: string; boxPublic: string; origin: string }): Generator<Event> {
	const [steward, worker] = [makePerson(), makePerson()];
	const editors = Array.from({ length: 10 }, makePerson);
	const grant = randomBytes(200).toString('base64');
	yield {
		by: steward,
		fields: {
			type: 'archive.founded',
			log: log.vkey,
			notary: log.boxPublic,
			recovery: hash(),
			stewards: [steward.keys],
			threshold: 1,
		},
	};
	for (const [person, role] of [[worker, 'worker'], ...editors.map((one) => [one, 'member'])] as [
		TestPerson,
		'worker' | 'member',
	][]) {
		const invite = id();
		yield { by: steward, fields: { type: 'person.invited', invite, role } };
		yield {
			by: steward,
			fields: {
				type: 'person.enrolled',
				invite,
				role,
				person: person.keys,
				proof: joinProof(person, invite, log.origin),
			},
		};
	}
	yield { by: worker, fields: { type: 'epoch.opened', epoch: 1, key: worker.keys.box } };
	const cases = Array.from({ length: 20 }, (_, i) => ({ id: id(), lead: editors[i % 10] as TestPerson, intake: id() }));
	for (const one of cases) {
		const inCase = { case: one.id, generation: 1 };
		yield { by: one.lead, fields: { type: 'case.created', ...inCase, key: hash(), grant } };
		yield {
			by: one.lead,
			fields: {
				type: 'intake.opened',
				...inCase,
				intake: one.intake,
				epoch: 1,
				forCase: grant,
				forEpoch: grant,
				forNotary: toBase64(
					sealTo(fromHex(log.boxPublic), intakeContext.forNotary(one.intake), platform.randomBytes(32)),
				),
			},
			sealed: sealedBytes(512),
		};
	}
	for (let i = 0; ; i++) {
		const one = cases[i % cases.length] as (typeof cases)[number];
		yield* itemStory(one, worker, steward, i);
	}
}

function* itemStory(
	one: { id: string; lead: TestPerson; intake: string },
	worker: TestPerson,
	outsider: TestPerson,
	i: number,
): Generator<Event> {
	const on = { case: one.id, generation: 1, item: id() };
	const [prefix, other, derivative] = [sealedBytes(282), sealedBytes(282), id()];
	const facts = randomBytes(300).toString('base64');
	const body = { object: id(), offset: 0, size: 65_552, sha256: hash() };
	yield {
		by: one.lead,
		fields: { type: 'item.received', ...on, intake: one.intake, prefix: hashOf(prefix), body, forEpoch: facts },
		sealed: sealedBytes(512),
		prefix,
	};
	yield { by: worker, fields: { type: 'item.examining', ...on, epoch: 1 } };
	yield { by: worker, fields: { type: 'item.kept', ...on, prefix: hashOf(prefix), sha256: body.sha256 } };
	yield {
		by: worker,
		fields: {
			type: 'derivative.made',
			...on,
			derivative,
			prefix: hashOf(other),
			body: { ...body, object: id(), sha256: hash() },
		},
		sealed: sealedBytes(768),
		prefix: other,
	};
	yield { by: worker, fields: { type: 'item.examined', ...on, derivative }, sealed: sealedBytes(512) };
	for (let k = 0; k < 3; k++) yield { by: one.lead, fields: { type: 'item.opened', ...on, class: 'working' } };
	if (i % 5 !== 0) return;
	yield { by: outsider, fields: { type: 'item.opened', ...on, class: 'original' } };
	const clip = id();
	yield { by: one.lead, fields: { type: 'clip.added', ...on, clip, sha256: body.sha256 }, sealed: sealedBytes(512) };
	yield { by: one.lead, fields: { type: 'exhibit.added', ...on, exhibit: id(), clip }, sealed: sealedBytes(512) };
}
