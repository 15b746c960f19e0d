import type { Summary } from '../../../src/client/case/catalogue.ts';
import type { OpenCase } from '../../../src/client/cases.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { intakeContext, type OpenIntake } from '../../../src/client/intake.ts';
import { type Draft, submit } from '../../../src/client/submit.ts';
import { toHex, utf8 } from '../../../src/domain/bytes.ts';
import { newId } from '../../../src/domain/ids.ts';
import { platform } from '../../../src/domain/platform/node.ts';
import { type Deposited, receivedDraft, store } from './deposit.ts';

/** A file that is in a case, as far as its catalogue tells. */
export interface Filed {
	path: string;
	/** What its bytes are said to be; without it no other item has the same. */
	content?: string;
	size: number;
	modified: string;
	/** What the worker found; without it the item is only kept. */
	summary?: Partial<Summary>;
	/** What the examination remarked. */
	warnings?: readonly string[];
	/** The worker could not take it up. */
	failed?: boolean;
	/** Sealed to a key that nobody has. */
	unreadable?: boolean;
}

const BATCH = 400;

/** Fills a case with items that truly are in the ledger: all of them the same few bytes, each with what is said of it. */
export async function fillCase(
	lead: Connection,
	worker: Connection,
	open: OpenCase,
	intake: OpenIntake,
	files: readonly Filed[],
): Promise<string[]> {
	const sample = await store(lead, open, intake, utf8('a film'));
	const ids: string[] = [];
	for (let at = 0; at < files.length; at += BATCH) {
		const some = files.slice(at, at + BATCH).map((file) => ({ file, item: newId(platform.randomBytes) }));
		await submit(
			lead,
			some.map(({ file, item }) => received(open, intake, { ...sample, id: item }, file)),
		);
		await submit(
			worker,
			some.flatMap(({ file, item }) => worked(open, { ...sample, id: item }, file)),
		);
		ids.push(...some.map((one) => one.item));
	}
	return ids;
}

function received(open: OpenCase, intake: OpenIntake, item: Deposited, file: Filed): Draft<'item.received'> {
	const draft = receivedDraft(open, intake, item);
	const { path, content = path, size, modified } = file;
	const fields = { path, size, modified, sha256: toHex(platform.sha256(utf8(content))) };
	const to =
		file.unreadable === true ? { ...open.key, publicKey: platform.x25519Public(platform.randomBytes(32)) } : open.key;
	const disclose = {
		names: ['sha256', 'size'],
		to: intake.epoch.key,
		context: intakeContext.facts(item.id, intake.epoch.epoch),
	};
	return { ...draft, detail: { to, disclose, fields } };
}

function worked(open: OpenCase, item: Deposited, file: Filed): Draft[] {
	const about = { case: open.id, generation: open.key.generation, item: item.id };
	if (file.failed === true) {
		const detail = { to: open.key, fields: { code: 'bad-request', reason: 'moov atom not found' } };
		return [{ type: 'item.failed', fields: { ...about, phase: 'keeping' }, detail }];
	}
	const fields = { ...about, prefix: toHex(platform.sha256(item.prefix)), sha256: item.body.sha256 };
	const kept: Draft = { type: 'item.kept', fields };
	if (file.summary === undefined) return [kept];
	const summary = { kind: 'video', audioCodecs: [], ...file.summary };
	const warnings = [...(file.warnings ?? [])];
	return [kept, { type: 'item.examined', fields: about, detail: { to: open.key, fields: { summary, warnings } } }];
}
