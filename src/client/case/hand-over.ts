import { CustosError } from '../../domain/errors.ts';
import type { Hex32, Id } from '../../domain/ids.ts';
import { type Acknowledged, openAcknowledgement } from '../../domain/ledger/acknowledgement.ts';
import type { StatementOf } from '../../domain/ledger/statement.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { type Submitted, submit } from '../submit.ts';
import { eventsOf } from './history.ts';
import type { LoggedEvent } from './logged-event.ts';
import { inCase, sealed } from './mark.ts';

/** How a report was given away. All of it is sealed to the case: the archive learns that it was, and no more. */
export interface HandedOver {
	report: Id;
	recipient: string;
	how: 'age' | 'passphrase' | 'by-hand';
	/** SHA-256 of the sealed file; undefined where nothing was sealed. */
	sha256?: Hex32 | undefined;
	/** The age keys it was sealed to. */
	to?: readonly string[] | undefined;
}

/** Puts into the ledger that a signed report was handed over. */
export async function stateHandedOver(connection: Connection, open: OpenCase, about: HandedOver): Promise<number> {
	const { report, recipient, how, sha256, to } = about;
	const said = { recipient, how, ...(sha256 && { file: sha256 }), ...(to && { to: [...to] }) };
	const fields = { ...inCase(open), report };
	return one(await submit(connection, [{ type: 'report.handed-over', fields, detail: sealed(open, said) }]));
}

/** An acknowledgement that is not signed: what they said, when (as somebody wrote it down), and on what. */
export interface SaidByHand {
	said: string;
	when: string;
	on: string;
}

/**
 * Puts a recipient's acknowledgement into the ledger, once it is about a report that this case signed, under its very hashes.
 * Throws `bad-proof`, `not-found`.
 */
export async function enterAcknowledgement(
	connection: Connection,
	open: OpenCase,
	note: string,
): Promise<{ said: Acknowledged & { key: Hex32 }; index: number }> {
	const said = openAcknowledgement(note);
	const report = signedReports(await eventsOf(connection, open, 'case', open.id)).get(said.report);
	if (report === undefined) throw new CustosError('not-found', 'this case signed no report of that number');
	checkSame(said, report);
	const detail = sealed(open, { how: 'signed', signed: note });
	const fields = { ...inCase(open), report: said.report };
	return { said, index: one(await submit(connection, [{ type: 'report.acknowledged', fields, detail }])) };
}

/** The same where nothing was signed: on the word of whoever enters it. */
export async function enterByHand(
	connection: Connection,
	open: OpenCase,
	report: Id,
	{ said, when, on }: SaidByHand,
): Promise<number> {
	const detail = sealed(open, { how: 'by-hand', said, when, on });
	return one(await submit(connection, [{ type: 'report.acknowledged', fields: { ...inCase(open), report }, detail }]));
}

/** An acknowledgement as somebody reads it out of the ledger. */
export type ReadAcknowledgement =
	| { kind: 'signed'; said: Acknowledged & { key: Hex32 } }
	| { kind: 'by-hand'; said: string; when: string; on: string }
	/** It does not verify, or is about something else: it proves nothing. */
	| { kind: 'worthless' };

/** Reads it and checks the signature again, against the entry that signed the report: nobody's word is taken for it. */
export function readAcknowledgement(event: LoggedEvent, events: readonly LoggedEvent[]): ReadAcknowledgement {
	const { statement: s } = event.entry;
	const { how, signed, said, when, on } = event.fields;
	if (s.type !== 'report.acknowledged') return { kind: 'worthless' };
	if (how === 'by-hand')
		return { kind: 'by-hand', said: String(said ?? ''), when: String(when ?? ''), on: String(on ?? '') };
	try {
		const opened = openAcknowledgement(String(signed ?? ''));
		const report = signedReports(events).get(opened.report);
		if (report === undefined || opened.report !== s.report) return { kind: 'worthless' };
		checkSame(opened, report);
		return { kind: 'signed', said: opened };
	} catch {
		return { kind: 'worthless' };
	}
}

/** The reports that a case signed, by id. */
export function signedReports(events: readonly LoggedEvent[]): Map<Id, StatementOf<'report.signed'>> {
	const found = new Map<Id, StatementOf<'report.signed'>>();
	for (const { entry } of events)
		if (entry.statement.type === 'report.signed' && entry.skeleton.result === 'accepted')
			found.set(entry.statement.report, entry.statement);
	return found;
}

function checkSame(said: Acknowledged, { json, pdf, manifest }: StatementOf<'report.signed'>): void {
	if (said.json !== json || said.pdf !== pdf || said.manifest !== manifest)
		throw new CustosError('bad-proof', 'the acknowledgement is about other files than this report has');
}

function one([made]: readonly Submitted[]): number {
	return (made as Submitted).index;
}
