import type { Verdict } from '../../report/verify/verify-bag.ts';
import { type Brought, type Understood as UnderstoodBrought, understandBrought } from '../rooms/verify/brought.ts';
import type { Comparison } from '../rooms/verify/checking.ts';
import { keyIn } from '../rooms/verify/given-key.ts';
import type { Picked } from '../rooms/verify/picked.ts';
import type { Language } from './say.ts';

/** What the reader brought besides the bag, as typed, read anew whenever it changes. */
export interface Given extends Brought {
	readonly key: string;
}

/** How far the bag at hand is. */
export type Stage =
	| { readonly at: 'asking' }
	| { readonly at: 'running'; readonly picked: Picked; readonly stop: AbortController }
	| {
			readonly at: 'done';
			readonly picked: Picked;
			readonly verdict: Verdict;
			readonly ended: Date;
			/** The bag, held against something else. */
			readonly comparison?: Comparison;
	  }
	| { readonly at: 'failed'; readonly why: string };

/** All that the page remembers. */
export interface State {
	readonly language: Language;
	readonly given: Given;
	readonly stage: Stage;
}

/** What was understood of it. `wrong`: there is text, and nothing usable in it. */
export interface Understood extends UnderstoodBrought {
	readonly logKey: string | undefined;
	readonly keyWrong: boolean;
}

export function understand(given: Given): Understood {
	const logKey = keyIn(given.key);
	return { logKey, keyWrong: logKey === undefined && given.key.trim() !== '', ...understandBrought(given) };
}
