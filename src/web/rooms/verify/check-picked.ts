import type { KeySpans } from '../../../domain/ledger/log-keys.ts';
import { openDropped } from '../../../report/verify/dropped-files.ts';
import { type Verdict, verifyBag } from '../../../report/verify/verify-bag.ts';
import { openZip } from '../../../report/verify/zip-bag.ts';
import { type Brought, understandBrought } from './brought.ts';
import type { Picked } from './picked.ts';

/** How often whoever looks hears how far it is. */
const TELL_MS = 100;

/** Bytes read, of how many, and questions answered. */
export interface CheckedSoFar {
	readonly done: number;
	readonly total: number;
	readonly checks: number;
}

/** Checks a bag that was dropped or picked. Rejects with the signal's reason alone. */
export async function checkPicked(
	source: Picked['source'],
	about: {
		logKey: string | undefined;
		keys?: KeySpans | undefined;
		brought: Brought;
		signal: AbortSignal;
		tell: (far: CheckedSoFar) => void;
	},
): Promise<Verdict> {
	const { logKey, keys, brought, signal, tell } = about;
	const { policy, timeRoots, acknowledgement } = understandBrought(brought);
	let [told, checks, total] = [0, 0, 0];
	return verifyBag('zip' in source ? openZip(source.zip) : openDropped(source.files), {
		...(logKey === undefined ? {} : { logKey }),
		...(keys === undefined ? {} : { keys }),
		...(policy === undefined ? {} : { policy }),
		...(timeRoots === undefined ? {} : { timeRoots }),
		...(acknowledgement === undefined ? {} : { acknowledgement }),
		signal,
		watch: {
			check() {
				checks += 1;
			},
			bytes(done, all) {
				const now = performance.now();
				if (now - told < TELL_MS && total === all) return;
				[told, total] = [now, all];
				tell({ done, total, checks });
			},
		},
	});
}
