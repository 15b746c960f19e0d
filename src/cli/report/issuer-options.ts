import type { Command } from 'commander';
import { signedReports } from '../../client/case/hand-over.ts';
import { eventsOf } from '../../client/case/history.ts';
import type { OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import type { IssuerWords } from '../../domain/issuer-words.ts';
import type { Context } from '../context.ts';
import { Told, wrongUsage } from '../told.ts';
import { printable } from '../words.ts';

/** What the issuer says on the command line in their own words. */
export interface IssuerOptions {
	authority?: string;
	legalBasis?: string;
	consent?: string;
	protection?: string;
	issuedBy?: string;
	supersedes?: string;
}

const names: readonly (keyof IssuerOptions)[] = [
	'authority',
	'legalBasis',
	'consent',
	'protection',
	'issuedBy',
	'supersedes',
];

export function addIssuerOptions(command: Command, { t }: Context): Command {
	const { help } = t.leave.issuer;
	return command
		.option('--authority <text>', help.authority)
		.option('--legal-basis <text>', help.legalBasis)
		.option('--consent <text>', help.consent)
		.option('--protection <text>', help.protection)
		.option('--issued-by <text>', help.issuedBy)
		.option('--supersedes <report>', help.supersedes);
}

/** Throws wrong usage where anything is said beside what was agreed to: nobody agreed to these words. */
export function assertNothingAdded({ t }: Context, options: IssuerOptions & { agreed?: string }): void {
	if (options.agreed !== undefined && names.some((name) => options[name] !== undefined))
		throw wrongUsage(t.leave.issuer.notAgreed);
}

/** The words as the report takes them. Throws where no signed report of the case, or not one alone, is the one that it replaces. */
export async function issuerWords(
	context: Context,
	connection: Connection,
	open: OpenCase,
	{ authority, legalBasis, consent, protection: victimProtection, issuedBy: qualification, supersedes }: IssuerOptions,
): Promise<IssuerWords> {
	const words = { authority, legalBasis, consent, victimProtection, qualification };
	if (supersedes === undefined) return words;
	const signed = [...signedReports(await eventsOf(connection, open, 'case', open.id)).keys()];
	const found = supersedes.length < 4 ? [] : signed.filter((one) => one.startsWith(supersedes.toLowerCase()));
	if (found.length !== 1)
		throw new Told('not-found', context.t.leave.issuer.noReport(printable(supersedes), open.prefix));
	return { ...words, supersedes: found[0] };
}
