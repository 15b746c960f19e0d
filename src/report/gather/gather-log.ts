import type { Connection } from '../../client/connection.ts';
import { archiveEvents } from '../../client/people.ts';
import { fromBase64 } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { openCheckpoint } from '../../domain/ledger/checkpoint.ts';
import type { KeyLink } from '../../domain/ledger/key-links.ts';
import { keysOfLog, keyText, signerOf } from '../../domain/ledger/log-keys.ts';
import { type Entry, type EntryText, openEntry } from '../../domain/ledger/receipt.ts';
import { openRemains, type Remains } from '../../domain/ledger/remains.ts';
import { answers } from '../../domain/wire.ts';
import type { ReportInput } from '../report-input.ts';
import { stampsOf } from './stamps.ts';
import { witnessedBy } from './witnessed-by.ts';

/**
 * What the log shows for a report: its newest checkpoint (with `waits`, one that witnesses cosigned, if they soon do), how older ones
 * grew into it, entry 0, who enrolled whom.
 */
export async function gatherLog(
	connection: Connection,
	entries: readonly EntryText[],
	remains: readonly Remains[],
	waits = false,
): Promise<ReportInput['log']> {
	const { key } = connection.archive;
	const opened = entries.map((one) => openEntry(one, key));
	const enrolments = await enrolmentsOf(connection, opened);
	const shown = await connection.ask(answers.archive, '/v1/archive');
	if (shown.checkpoint === null || shown.founding === null)
		throw new CustosError('unavailable', 'the archive shows no checkpoint');
	const shownNote = shown.checkpoint;
	const shownNow = await connection.proven(() => openCheckpoint(shownNote, key));
	const witnessed = await witnessedBy(connection, shownNow.size, waits);
	const checkpoint = witnessed?.newer ?? shown.checkpoint;
	const newest = openCheckpoint(checkpoint, key);
	await connection.follow([newest]);
	const older = new Set(
		[...opened, ...enrolments.map((one) => openEntry(one, key)), openEntry(shown.founding, key)].map(
			(one) => one.checkpoint.size,
		),
	);
	for (const one of remains) older.add(openRemains(one, key).checkpoint.size);
	if (witnessed?.size !== undefined) older.add(witnessed.size);
	const stamps = await stampsOf(
		connection,
		opened.map(({ index }) => index),
		newest.size,
	);
	for (const { checkpoint } of stamps) older.add(checkpoint.size);
	const signer = signerOf(key, newest.size);
	const ends = keysOfLog(key).flatMap((one) =>
		one.ends !== undefined && one.ends.size < newest.size ? one.ends.size : [],
	);
	for (const size of ends) older.add(size);
	older.delete(newest.size);
	const growth = await Promise.all(
		[...older].map(async (from) => ({ from, proof: await growthProof(connection, from, newest.size) })),
	);
	return {
		vkey: keyText(signer),
		// A link came with the answer above, or with one that was asked for since.
		links: await linksUpTo(connection, ends.length, shown.links),
		checkpoint,
		growth,
		witnesses: witnessed?.witnesses,
		stamps,
		founding: shown.founding,
		enrolments,
	};
}

async function linksUpTo(connection: Connection, count: number, shown: readonly KeyLink[]): Promise<KeyLink[]> {
	const links = shown.length >= count ? shown : (await connection.ask(answers.archive, '/v1/archive')).links;
	return links.slice(0, count);
}

/** Proof that the log of `to` entries continues the log of `from` entries. */
export async function growthProof(connection: Connection, from: number, to: number): Promise<Uint8Array[]> {
	if (from === to) return [];
	const { proof } = await connection.ask(answers.consistency, `/v1/log/consistency?from=${from}&to=${to}`);
	return proof.map(fromBase64);
}

/** The enrolments of all who signed or are named, of the keys they had before, and of the stewards who enrolled them. */
async function enrolmentsOf(connection: Connection, entries: readonly Entry[]): Promise<EntryText[]> {
	const { entries: events, texts } = await archiveEvents(connection);
	const roster = new Map<string, { text: EntryText; by: string; before: string | undefined }>();
	for (const [i, { statement: s, skeleton }] of events.entries()) {
		// A second steward may have approved the same request: that entry was refused and enrols nobody.
		if (s.type === 'person.enrolled' && skeleton.result === 'accepted')
			roster.set(s.person.sign, { text: texts[i] as EntryText, by: s.actor, before: s.formerly });
	}
	const wanted = new Map<string, EntryText>();
	const need = (person: string): void => {
		const known = roster.get(person);
		if (known === undefined || wanted.has(person)) return;
		wanted.set(person, known.text);
		need(known.by);
		if (known.before !== undefined) need(known.before);
	};
	// That part of the log was lost concerns whoever reads a report, whatever it is about.
	for (const [i, { statement: s, skeleton }] of events.entries())
		if (s.type === 'loss.stated' && skeleton.result === 'accepted') {
			wanted.set(`loss ${i}`, texts[i] as EntryText);
			need(s.actor);
		}
	for (const { statement: s } of entries) {
		need(s.actor);
		if ('person' in s && typeof s.person === 'string') need(s.person);
	}
	return [...wanted.values()].sort((a, b) => a.receipt.index - b.receipt.index);
}
