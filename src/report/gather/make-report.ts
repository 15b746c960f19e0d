import { platform } from '#platform';
import type { Connection } from '../../client/connection.ts';
import { itemEntries } from '../../client/open-item.ts';
import { type Submitted, submit } from '../../client/submit.ts';
import { toBase64, toHex } from '../../domain/bytes.ts';
import { type Id, newId } from '../../domain/ids.ts';
import { hashOfLeaves, type Leaves } from '../../domain/leaves.ts';
import { openCheckpoint } from '../../domain/ledger/checkpoint.ts';
import { type EntryText, openEntry, statementText } from '../../domain/ledger/receipt.ts';
import { finishBag, signReportNote, writeBag } from '../bag.ts';
import type { BagSink, ReportAssets } from '../bag-sink.ts';
import { checkPeopleShown } from './clip-people.ts';
import { growthProof } from './gather-log.ts';
import { gatherReport, signerOf } from './gather-report.ts';
import { contentOf, type OpenedItem, openForReport } from './item-content.ts';
import { checkChosen, leavesOf, type ReportChoices } from './report-choices.ts';

export interface ReportWish extends ReportChoices {
	/** Hears how many bytes are to be written, and each piece that was. */
	total(bytes: number): void;
	wrote(bytes: number): void;
	/** Each item that was gathered. What one of these throws ends the report. */
	item(): void;
	/** Each item before that, once what is to leave of it was opened. */
	opened?(): void;
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
	const { report, salt } = wish.agreed ?? {
		report: newId(platform.randomBytes),
		salt: toHex(platform.randomBytes(32)),
	};
	checkChosen(wish);
	const items = await Promise.all(wish.items.map((id) => itemEntries(connection, id)));
	await checkPeopleShown(connection, wish, items);
	const opened = new Map<Id, OpenedItem>();
	for (const item of items) {
		opened.set(item.id, await openForReport(connection, wish, item));
		wish.opened?.();
	}
	await begin(connection, wish, report, leavesOf(wish, salt));
	let bytes = 0;
	const input = await gatherReport(connection, wish, report, items, async (item, facts) => {
		const { original } = opened.get(item.id) ?? {};
		if (original !== undefined) bytes += (facts?.size ?? 0) + item.received.statement.body.size;
		wish.item();
		return contentOf(wish, item, opened.get(item.id), facts, wish.wrote);
	});
	wish.total(bytes);
	const unsigned = await writeBag(into.sink, input, into.assets, signerOf(connection, wish));
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
	{ open, items, expunged = [], purpose, recipient }: ReportChoices,
	report: Id,
	leaves: Leaves,
): Promise<void> {
	const common = { case: open.id, generation: open.key.generation, report, what: hashOfLeaves(leaves) };
	const fields = { purpose: purpose ?? '', recipient: recipient ?? '' };
	const without = expunged.length === 0 ? {} : { expunged: [...expunged] };
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
		{
			type: 'report.begun',
			fields: common,
			detail: { to: open.key, fields: { ...fields, ...without, items: [...items], leaves } },
		},
	]);
}
