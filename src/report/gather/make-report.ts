import { platform } from '#platform';
import { eventsOf, type LoggedEvent } from '../../client/case/history.ts';
import { caseMarks } from '../../client/case/marks.ts';
import type { OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import { type ItemEntries, itemEntries } from '../../client/open-item.ts';
import { type Submitted, submit } from '../../client/submit.ts';
import { toBase64 } from '../../domain/bytes.ts';
import { type Id, newId } from '../../domain/ids.ts';
import { openCheckpoint } from '../../domain/ledger/checkpoint.ts';
import { type EntryText, openEntry, statementText } from '../../domain/ledger/receipt.ts';
import { finishBag, signReportNote, writeBag } from '../bag.ts';
import type { BagSink, ReportAssets } from '../bag-sink.ts';
import type { ReportInput } from '../report-input.ts';
import type { Language } from '../verify/event-words.ts';
import { disclose } from './disclose.ts';
import { gatherLog, growthProof } from './gather-log.ts';
import { itemInput, type OpenedItem, openForReport } from './item-input.ts';

export interface ReportWish {
	open: OpenCase;
	items: readonly Id[];
	/** Of the program that makes it. */
	version: string;
	language: Language;
	purpose: string | null;
	recipient: string | null;
	withOriginals: boolean;
	withOrigin: boolean;
	/** Hears how many bytes are to be written, and each piece that was. */
	total(bytes: number): void;
	wrote(bytes: number): void;
	item(): void;
}

/** Statements in one request. */
const BATCH = 250;

/**
 * Begins a report in the log, writes its bag into the sink, signs it in the log and closes it. Resolves with the report's
 * id and the index of `report.signed`. Rejects in the middle of a bag, which is then worth nothing.
 */
export async function makeReport(
	connection: Connection,
	wish: ReportWish,
	into: { sink: BagSink; assets: ReportAssets },
): Promise<{ report: Id; index: number }> {
	const { open } = wish;
	const report = newId(platform.randomBytes);
	const items = await Promise.all(wish.items.map((id) => itemEntries(connection, id)));
	const opened = new Map<Id, OpenedItem>();
	if (wish.withOriginals) {
		for (const item of items) opened.set(item.id, await openForReport(connection, open, item, wish.purpose ?? ''));
	}
	await begin(connection, wish, report);
	const input = await gather(connection, wish, report, items, opened);
	const unsigned = await writeBag(into.sink, input, into.assets);
	const [signed] = (await submit(connection, [
		{ type: 'report.signed', fields: { case: open.id, generation: open.key.generation, report, ...unsigned.hashes } },
	])) as [Submitted];
	const signedEntry: EntryText = {
		statement: statementText(signed.signed),
		signature: toBase64(signed.signed.signature),
		receipt: signed.receipt,
	};
	const { key } = connection.archive;
	const consistency = await growthProof(
		connection,
		openCheckpoint(input.log.checkpoint, key).size,
		openEntry(signedEntry, key).checkpoint.size,
	);
	const { identity } = connection;
	await finishBag(into.sink, unsigned, {
		signedEntry,
		consistency,
		note: signReportNote(report, unsigned.hashes, identity.keys.sign, identity.seed),
	});
	return { report, index: signed.index };
}

/** Fixes the tail of every item's history and of the case's: what comes later is not part of this report. */
async function begin(
	connection: Connection,
	{ open, items, purpose, recipient }: ReportWish,
	report: Id,
): Promise<void> {
	const common = { case: open.id, generation: open.key.generation, report };
	const fields = { purpose: purpose ?? '', recipient: recipient ?? '' };
	for (let at = 0; at < items.length; at += BATCH) {
		await submit(
			connection,
			items.slice(at, at + BATCH).map((item) => ({
				type: 'report.begun' as const,
				fields: { ...common, item },
				detail: { to: open.key, fields },
			})),
		);
	}
	await submit(connection, [
		{ type: 'report.begun', fields: common, detail: { to: open.key, fields: { ...fields, items: [...items] } } },
	]);
}

async function gather(
	connection: Connection,
	wish: ReportWish,
	report: Id,
	items: readonly ItemEntries[],
	opened: ReadonlyMap<Id, OpenedItem>,
): Promise<ReportInput> {
	const { open } = wish;
	const { exhibits, clips } = await caseMarks(connection, open);
	const upTo = (events: readonly LoggedEvent[]): LoggedEvent[] =>
		events.slice(
			0,
			1 + events.findIndex(({ entry: { statement: s } }) => s.type === 'report.begun' && s.report === report),
		);
	const caseEvents = upTo(await eventsOf(connection, open, 'case', open.id));
	const inputs: ReportInput['items'][number][] = [];
	let bytes = 0;
	for (const item of items) {
		const events = upTo(await eventsOf(connection, open, 'item', item.id));
		const about = {
			events,
			clips,
			opened: opened.get(item.id),
			origin: wish.withOrigin,
			wrote: wish.wrote,
			exhibits: exhibits.filter((one) => one.item === item.id),
		};
		const input = await itemInput(open, item, about);
		if (about.opened !== undefined) bytes += (input.size ?? 0) + item.received.statement.body.size;
		inputs.push(input);
		wish.item();
	}
	wish.total(bytes);
	const caseEntries = caseEvents.map((event) => disclose(event, { origin: wish.withOrigin, clips: new Set() }));
	return {
		id: report,
		issued: connection.now().toISOString(),
		language: wish.language,
		issuer: connection.identity.keys.sign,
		software: { version: wish.version, commit: null },
		purpose: wish.purpose,
		authority: null,
		recipient: wish.recipient,
		redactions: [],
		supersedes: null,
		qualification: null,
		case: {
			id: open.id,
			title: open.title,
			prefix: open.prefix,
			legalBasis: null,
			consent: null,
			restrictions: null,
			victimProtection: null,
			details: {},
			entries: caseEntries,
		},
		log: await gatherLog(
			connection,
			[...caseEntries, ...inputs.flatMap((one) => one.entries)].map((one) => one.entry),
		),
		items: inputs,
	};
}
