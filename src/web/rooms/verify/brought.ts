import type { Certificate } from 'pkijs';
import { type ErrorCode, isCustosError } from '../../../domain/errors.ts';
import { type Policy, parsePolicy } from '../../../domain/ledger/policy.ts';
import { certificatesIn } from '../../../domain/time/time-token.ts';

/** What a reader has from elsewhere besides the log key, as text: whom they believe. */
export interface Brought {
	/** Lines of a C2SP tlog-policy. */
	readonly policy: string;
	/** Certificates of time authorities, PEM. */
	readonly authorities: string;
	/** The note of a recipient who says that they have this report. */
	readonly acknowledgement: string;
}

/** All of that, in the order of asking. */
export const BROUGHT = ['policy', 'authorities', 'acknowledgement'] as const satisfies readonly (keyof Brought)[];

export const NOTHING: Brought = { policy: '', authorities: '', acknowledgement: '' };

/** True if there is any of it. */
export function isAnyBrought(brought: Brought): boolean {
	return BROUGHT.some((kind) => brought[kind] !== '');
}

/** Larger files are neither: nothing of them is read. */
export const LARGEST_BROUGHT = 1_000_000;

/** Why a text cannot be used, as its reader says it (src/report/words/reasons-policy.ts has the words). */
export interface Wrong {
	readonly reason: string;
	readonly code: ErrorCode;
}

/** What was understood of it. `…Wrong`: there is text, and why it cannot be used. */
export interface Understood {
	readonly policy: Policy | undefined;
	readonly policyWrong: Wrong | undefined;
	readonly timeRoots: readonly Certificate[] | undefined;
	readonly authoritiesWrong: Wrong | undefined;
	/** Whether it is one is a question of its own among the checks. */
	readonly acknowledgement: string | undefined;
}

export function understandBrought({ policy, authorities, acknowledgement }: Brought): Understood {
	const [believed, policyWrong] = tried(policy, (text) => parsePolicy(`${text.trimEnd()}\n`));
	const [timeRoots, authoritiesWrong] = tried(authorities, certificatesIn);
	const note = acknowledgement.trim() === '' ? undefined : `${acknowledgement.trimEnd()}\n`;
	return { policy: believed, policyWrong, timeRoots, authoritiesWrong, acknowledgement: note };
}

function tried<T>(text: string, read: (text: string) => T): [T | undefined, Wrong | undefined] {
	if (text.trim() === '') return [undefined, undefined];
	try {
		return [read(text), undefined];
	} catch (error) {
		if (!isCustosError(error)) throw error;
		return [undefined, { reason: error.message, code: error.code }];
	}
}
