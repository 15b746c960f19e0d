import { join } from 'node:path';
import type { PoolConfig } from 'pg';
import { objectKey } from '../../src/app/objects.ts';
import { intakeContext } from '../../src/client/intake.ts';
import { type Bytes, fromHex, toBase64, toHex, utf8 } from '../../src/domain/bytes.ts';
import type { Json } from '../../src/domain/canonical.ts';
import { type BoxContext, sealTo } from '../../src/domain/envelope/sealed-box.ts';
import { newId } from '../../src/domain/ids.ts';
import type { Detail } from '../../src/domain/ledger/detail.ts';
import { encodeOpening } from '../../src/domain/ledger/opening.ts';
import type { Receipt } from '../../src/domain/ledger/receipt.ts';
import type { Body } from '../../src/domain/ledger/statement.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { ArchiveRole, CaseRole, ItemClass } from '../../src/domain/roles.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { type Beside, Desk, type Fields, type Letter } from './archive/desk.ts';
import { joinProof, makePerson, type TestPerson } from './archive/person.ts';
import { type IntakeSecrets, pack, sealFor } from './archive/sealing.ts';

export type { Fields, Letter } from './archive/desk.ts';
export type { TestPerson } from './archive/person.ts';

export interface TestCase {
	id: string;
	generation: number;
	secret: Bytes;
	key: string;
}
export interface TestIntake extends IntakeSecrets {
	id: string;
	case: TestCase;
}
export interface TestItem {
	id: string;
	intake: TestIntake;
	prefix: string;
	body: Body;
	plaintext: Uint8Array;
}

/**
 * A small archive as its users would have made it: the real notary, a real database, really signed statements, bodies
 * in a real store. One case, one lead, one editor, one reader, one worker with an open epoch; add what the test needs.
 *
 * ```ts
 * const archive = await buildArchive({ connection: database.connection, folder });
 * const [item] = await archive.deposit([utf8('footage')]);
 * await archive.examine(item);
 * const receipt = await archive.submit(archive.reader, archive.on(item, { type: 'item.opened', class: 'working' }));
 * ```
 */
export async function buildArchive(options: {
	connection: PoolConfig;
	folder: string;
	clock?: () => Date;
}): Promise<Archive> {
	const store = await createFilesStore({ root: join(options.folder, 'objects') });
	const desk = await Desk.open({ ...options, notaryHome: join(options.folder, 'notary') });
	const archive = new Archive(desk, store);
	await archive.found();
	return archive;
}

export class Archive {
	readonly desk: Desk;
	readonly store: BlobStore;
	readonly recovery = makePerson();
	readonly steward = makePerson();
	readonly lead = makePerson();
	readonly editor = makePerson();
	readonly reader = makePerson();
	readonly worker = makePerson();
	/** The case that `found` made. */
	case!: TestCase;
	intake!: TestIntake;

	constructor(desk: Desk, store: BlobStore) {
		this.desk = desk;
		this.store = store;
	}

	/** Signs and submits one statement; returns its receipt, or throws the refusal when there is no entry. */
	async submit(person: TestPerson, fields: Fields, beside: Beside = {}): Promise<Receipt> {
		const [receipt] = await this.desk.submit([this.desk.write(person, fields, beside)]);
		return receipt as Receipt;
	}

	/** Completes the fields of a statement about an item. */
	on<F>(item: TestItem, fields: F): F & { case: string; generation: number; item: string } {
		return { ...this.in(item.intake.case, fields), item: item.id };
	}

	/** Completes the fields of a statement about a case. */
	in<F>(inCase: TestCase, fields: F): F & { case: string; generation: number } {
		return { ...fields, case: inCase.id, generation: inCase.generation };
	}

	/** Entry 0, everybody enrolled, an epoch, a case with its members, an intake: 16 entries. */
	async found(): Promise<void> {
		const { keys } = this.desk.started;
		await this.submit(this.steward, {
			type: 'archive.founded',
			log: keys.vkey,
			notary: keys.boxPublic,
			recovery: this.recovery.keys.box,
			stewards: [this.steward.keys],
			threshold: 1,
		});
		for (const person of [this.lead, this.editor, this.reader]) await this.enrol(person, 'member');
		await this.enrol(this.worker, 'worker');
		await this.submit(this.worker, { type: 'epoch.opened', epoch: 1, key: this.worker.keys.box });
		this.case = await this.openCase(this.lead);
		await this.addMember(this.case, this.editor, 'editor');
		await this.addMember(this.case, this.reader, 'reader');
		this.intake = await this.openIntake(this.case, this.editor);
	}

	async enrol(person: TestPerson, role: ArchiveRole): Promise<void> {
		const invite = id();
		await this.submit(this.steward, { type: 'person.invited', invite, role });
		const proof = joinProof(person, invite, this.desk.started.keys.origin);
		await this.submit(this.steward, { type: 'person.enrolled', invite, role, person: person.keys, proof });
	}

	async openCase(lead: TestPerson): Promise<TestCase> {
		const secret = platform.randomBytes(32);
		const made: TestCase = { id: id(), generation: 1, secret, key: toHex(platform.x25519Public(secret)) };
		const grant = seal(lead.keys.box, grantContext(made), secret);
		await this.submit(lead, this.in(made, { type: 'case.created' as const, key: made.key, grant }));
		return made;
	}

	async addMember(inCase: TestCase, person: TestPerson, role: CaseRole): Promise<void> {
		const grant = seal(person.keys.box, grantContext(inCase), inCase.secret);
		await this.submit(
			this.lead,
			this.in(inCase, { type: 'case.member-added' as const, person: person.keys.sign, role, grant }),
		);
	}

	async openIntake(inCase: TestCase, by: TestPerson): Promise<TestIntake> {
		const intake: TestIntake = {
			id: id(),
			case: inCase,
			member: platform.randomBytes(32),
			notary: platform.randomBytes(32),
		};
		await this.submit(
			by,
			this.in(inCase, {
				type: 'intake.opened' as const,
				intake: intake.id,
				epoch: 1,
				forCase: seal(inCase.key, intakeContext.forCase(intake.id, 1), intake.member),
				forEpoch: seal(this.worker.keys.box, intakeContext.forEpoch(intake.id, 1), intake.member),
				forNotary: seal(this.desk.started.keys.boxPublic, intakeContext.forNotary(intake.id), intake.notary),
			}),
			{ detail: detailOf({ received: 'by hand, on a disk', name: 'a delivery' }), to: keyOf(inCase) },
		);
		return intake;
	}

	/** Seals plaintexts, stores them as one pack and submits them as items. */
	async deposit(plaintexts: readonly Uint8Array[], intake = this.intake, by = this.editor): Promise<TestItem[]> {
		const sealed = plaintexts.map((plaintext) =>
			sealFor(intake, id(), 'original', plaintext, fromHex(this.recovery.keys.box)),
		);
		const places = await this.#store(sealed);
		const items = sealed.map(
			(one, i): TestItem => ({
				id: one.item,
				intake,
				prefix: toHex(platform.sha256(one.prefix)),
				body: places[i] as Body,
				plaintext: plaintexts[i] as Uint8Array,
			}),
		);
		const letters = items.map((item, i): Letter => {
			const detail = detailOf({
				name: `file ${i}`,
				size: item.plaintext.length,
				sha256: toHex(platform.sha256(item.plaintext)),
			});
			const forEpoch = this.factsFor(item.id, detail);
			const fields = this.on(item, {
				type: 'item.received' as const,
				intake: intake.id,
				prefix: item.prefix,
				body: item.body,
				forEpoch,
			});
			return this.desk.write(by, fields, {
				detail,
				to: keyOf(intake.case),
				prefix: (sealed[i] as { prefix: Bytes }).prefix,
			});
		});
		await this.desk.submit(letters);
		return items;
	}

	/** What a worker must know of a deposit, sealed to the open epoch. */
	factsFor(item: string, detail: Detail): string {
		return seal(this.worker.keys.box, intakeContext.facts(item, 1), encodeOpening(detail, ['size', 'sha256']));
	}

	/** What a worker does with an item: examining, kept, one derivative, examined. Returns the derivative's id. */
	async examine(item: TestItem): Promise<string> {
		const work = (fields: Fields, prefix?: Bytes) => this.submit(this.worker, fields, prefix && { prefix });
		await work(this.on(item, { type: 'item.examining' as const, epoch: 1 }));
		await work(this.on(item, { type: 'item.kept' as const, prefix: item.prefix, sha256: item.body.sha256 }));
		const derivative = id();
		const sheet = sealFor(item.intake, item.id, 'working', utf8('a contact sheet'), fromHex(this.recovery.keys.box));
		const [body] = await this.#store([sheet]);
		const prefix = toHex(platform.sha256(sheet.prefix));
		await work(
			this.on(item, { type: 'derivative.made' as const, derivative, prefix, body: body as Body }),
			sheet.prefix,
		);
		await work(this.on(item, { type: 'item.examined' as const, derivative }));
		return derivative;
	}

	open(person: TestPerson, item: TestItem, cls: ItemClass): Promise<Receipt> {
		return this.submit(person, this.on(item, { type: 'item.opened' as const, class: cls }));
	}

	/** Returns the clip's id. */
	async clip(item: TestItem): Promise<string> {
		const clip = id();
		const fields = this.on(item, { type: 'clip.added' as const, clip, sha256: item.body.sha256 });
		await this.submit(
			this.editor,
			fields,
			this.saying(item.intake.case, { fromMs: 1000, toMs: 2000, note: 'the door opens' }),
		);
		return clip;
	}

	/** Returns the exhibit's id. A clip is numbered under the exhibit of its item. */
	async exhibit(item: TestItem, of: { clip: string; under: string } | Record<string, never> = {}): Promise<string> {
		const exhibit = id();
		const fields = this.on(item, { type: 'exhibit.added' as const, exhibit, ...of });
		await this.submit(this.editor, fields, this.saying(item.intake.case, { title: 'Exhibit' }));
		return exhibit;
	}

	/** A sealed detail to go beside a statement. */
	saying(inCase: TestCase, fields: { [name: string]: Json }): Beside {
		return { detail: detailOf(fields), to: keyOf(inCase) };
	}

	/** A whole small case: three items in one pack, two examined, openings, a refusal, a clip, exhibits, a signed report. */
	async tellStory(): Promise<TestItem[]> {
		const items = await this.deposit([utf8('gate, night'), utf8('yard, day'), utf8('corridor')]);
		const [first, second] = items as [TestItem, TestItem];
		await this.examine(first);
		await this.examine(second);
		await this.open(this.reader, first, 'working');
		await this.open(this.reader, first, 'original'); // denied: an entry all the same
		await this.open(this.lead, first, 'original');
		const clip = await this.clip(first);
		await this.exhibit(first, { clip, under: await this.exhibit(first) });
		await this.exhibit(second);
		const report = id();
		const hash = toHex(platform.sha256(utf8('a report')));
		await this.submit(this.lead, this.in(this.case, { type: 'report.begun' as const, report, item: first.id }));
		await this.submit(
			this.lead,
			this.in(this.case, { type: 'report.signed' as const, report, json: hash, pdf: hash, manifest: hash }),
		);
		return items;
	}

	close(): Promise<void> {
		return this.desk.close();
	}

	async #store(sealed: readonly ReturnType<typeof sealFor>[]): Promise<Body[]> {
		const object = id();
		const { bytes, places } = pack(object, sealed);
		await this.store.put(objectKey(object), bytes, { size: bytes.length });
		return places;
	}
}

function id(): string {
	return newId(platform.randomBytes);
}

function seal(recipient: string, context: BoxContext, secret: Uint8Array): string {
	return toBase64(sealTo(fromHex(recipient), context, secret));
}

function grantContext(inCase: TestCase): BoxContext {
	return { what: `case ${inCase.id}`, purpose: 'case-secret', generation: inCase.generation };
}

function keyOf(inCase: TestCase): { publicKey: Bytes; generation: number } {
	return { publicKey: fromHex(inCase.key), generation: inCase.generation };
}

function detailOf(fields: { [name: string]: Json }): Detail {
	return { seed: platform.randomBytes(32), fields };
}
