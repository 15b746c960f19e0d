import type { ErrorCode } from '../../../domain/errors.ts';
import type { KeySpans } from '../../../domain/ledger/log-keys.ts';
import type { Compared } from '../../../report/verify/two-histories.ts';
import type { Verdict } from '../../../report/verify/verify-bag.ts';
import type { Brought } from './brought.ts';
import type { Picked } from './picked.ts';

/** Page to worker: check this bag; stop checking it; hold it against something else. */
export type Wish =
	| {
			readonly run: number;
			readonly source: Picked['source'];
			readonly logKey: string | undefined;
			readonly keys: KeySpans | undefined;
			readonly brought: Brought;
	  }
	| { readonly run: number; readonly stop: true }
	| { readonly run: number; readonly bag: Picked['source']; readonly other: Picked['source'] };

/** Worker to page. `ready`: loaded whole, the network is not needed any more. */
export type Told =
	| { readonly ready: true }
	| { readonly run: number; readonly done: number; readonly total: number; readonly checks: number }
	| { readonly run: number; readonly verdict: Verdict }
	| { readonly run: number; readonly failed: string }
	| { readonly run: number; readonly compared: Compared }
	| { readonly run: number; readonly incomparable: { readonly reason: string; readonly code: ErrorCode } };
