import { isCustosError } from '../../domain/errors.ts';
import { type Policy, parsePolicy } from '../../domain/ledger/policy.ts';
import type { Verdict } from '../../report/verify/verify-bag.ts';
import { keyIn } from '../rooms/verify/given-key.ts';
import type { Picked } from '../rooms/verify/picked.ts';
import type { Language } from './say.ts';

/** What the reader brought besides the bag, read anew whenever it changes. */
export interface Given {
	/** As typed. */
	readonly key: string;
	readonly policy: string;
}

/** How far the bag at hand is. */
export type Stage =
	| { readonly at: 'asking' }
	| { readonly at: 'running'; readonly picked: Picked; readonly stop: AbortController }
	| { readonly at: 'done'; readonly picked: Picked; readonly verdict: Verdict; readonly ended: Date }
	| { readonly at: 'failed'; readonly why: string };

/** All that the page remembers. */
export interface State {
	readonly language: Language;
	readonly given: Given;
	readonly stage: Stage;
}

/** What was understood of it. `wrong`: there is text, and nothing usable in it. */
export interface Understood {
	readonly logKey: string | undefined;
	readonly keyWrong: boolean;
	readonly policy: Policy | undefined;
	readonly policyWrong: string | undefined;
}

export function understand({ key, policy }: Given): Understood {
	const logKey = keyIn(key);
	const keyWrong = logKey === undefined && key.trim() !== '';
	if (policy.trim() === '') return { logKey, keyWrong, policy: undefined, policyWrong: undefined };
	try {
		return { logKey, keyWrong, policy: parsePolicy(`${policy.trim()}\n`), policyWrong: undefined };
	} catch (error) {
		if (!isCustosError(error)) throw error;
		return { logKey, keyWrong, policy: undefined, policyWrong: error.message };
	}
}
