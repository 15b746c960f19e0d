import { CommanderError } from 'commander';
import { NumberedAlready } from '../client/case/numbered-already.ts';
import { Doubted } from '../client/doubt.ts';
import { LastSteward } from '../client/last-steward.ts';
import { Mistyped } from '../client/mistyped.ts';
import { PrefixTaken } from '../client/prefix-taken.ts';
import { Refused } from '../client/refused.ts';
import { TooManyProposals } from '../client/too-many-proposals.ts';
import { CustosError, type ErrorCode } from '../domain/errors.ts';
import { MOST_OPEN } from '../domain/ledger/approvals.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { Messages } from './messages.ts';
import { Stopped, Told } from './told.ts';
import { printable } from './words.ts';

export interface Failure {
	exit: number;
	code: ErrorCode | 'usage' | 'interrupted';
	/** One line: what happened, to what, what to do. */
	message: string;
	/** Help was shown instead of a complaint. */
	helped?: true;
}

const SYSTEM: { readonly [errno: string]: ErrorCode } = {
	ENOSPC: 'disk-full',
	EDQUOT: 'disk-full',
	EFBIG: 'too-large',
	EEXIST: 'exists',
	ENOENT: 'not-found',
	EACCES: 'config',
	EPERM: 'config',
	EROFS: 'config',
	ENOTDIR: 'bad-request',
	EISDIR: 'bad-request',
};

/** What a person is told of an error, and what the command ends with. Undefined when help was asked for. */
export function failureOf(error: unknown, t: Messages): Failure | undefined {
	if (error instanceof CommanderError) {
		if (error.exitCode === 0) return undefined;
		const helped = error.code === 'commander.help';
		const what = helped ? 'no command was given' : error.message.replace(/^error: /, '');
		const message = oneLine(t.usage(error.code, what));
		return { exit: exitCodes.usage, code: 'usage', message, ...(helped && { helped }) };
	}
	if (error instanceof Error && error.name === 'AbortError')
		return {
			exit: exitCodes.interrupted,
			code: 'interrupted',
			message: error instanceof Stopped ? error.message : t.interrupted,
		};
	if (error instanceof Told)
		return {
			exit: error.usage ? exitCodes.usage : exitCodeOf(error.code),
			code: error.code,
			message: oneLine(error.message),
		};
	const known = error instanceof CustosError ? error : fromSystem(error, t);
	if (known instanceof Told) return failureOf(known, t);
	const exit = known instanceof Mistyped ? exitCodes.usage : exitCodeOf(known.code);
	return { exit, code: known.code, message: oneLine(inWords(known, t)) };
}

/** Where the message must name something that the error keeps apart. */
function inWords(error: CustosError, t: Messages): string {
	if (error instanceof NumberedAlready) return t.marks.numberedAlready(error.label);
	if (error instanceof LastSteward)
		return error.threshold === 1 ? t.card.lastSteward : t.stewards.tooFew(error.threshold);
	if (error instanceof TooManyProposals) return t.stewards.tooMany(MOST_OPEN);
	if (error instanceof PrefixTaken) return t.prefixTaken(error.prefix, error.title);
	if (error instanceof Refused) return t.refuse.byArchive(error, t.errors[error.why]);
	const said = t.failure(t.errors[error.code], error.message);
	return error instanceof Doubted ? `${said.replace(/\.$/, '')}. ${t.copies.doubted}` : said;
}

/** Errors of the file system, which are about the person's own paths; anything else is a defect. */
export function fromSystem(error: unknown, t: Messages): CustosError {
	const { code, path } = (error ?? {}) as { code?: unknown; path?: unknown };
	const known = typeof code === 'string' ? SYSTEM[code] : undefined;
	if (known !== undefined)
		return new Told(known, t.file[known]?.(printable(typeof path === 'string' ? path : '')) ?? String(code), {
			cause: error,
		});
	return new CustosError('internal', messageOf(error), { cause: error });
}

/** Anything may be thrown, even nothing, and what has no words at all. */
function messageOf(error: unknown): string {
	if (error instanceof Error) return error.message;
	return typeof error === 'object' && error !== null ? 'no error was given' : String(error);
}

/** What was typed, or what another person chose, may stand in it: nothing of that moves the cursor. */
function oneLine(text: string): string {
	return printable(text.replaceAll(/\s*\n\s*/g, ' ').trim());
}
