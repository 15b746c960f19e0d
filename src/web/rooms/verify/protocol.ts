import type { Verdict } from '../../../report/verify/verify-bag.ts';
import type { Picked } from './picked.ts';

/** Page to worker: check this bag, or stop checking it. */
export type Wish =
	| { readonly run: number; readonly source: Picked['source']; readonly logKey: string | undefined }
	| { readonly run: number; readonly stop: true };

/** Worker to page. `ready`: loaded whole, the network is not needed any more. */
export type Told =
	| { readonly ready: true }
	| { readonly run: number; readonly done: number; readonly total: number; readonly checks: number }
	| { readonly run: number; readonly verdict: Verdict }
	| { readonly run: number; readonly failed: string };
