import type { CheckKey } from '../../../report/verify/check-words.ts';
import type { Check } from '../../../report/verify/checks.ts';

/** Checks of one kind: as many as there are entries or items. */
export interface CheckGroup {
	readonly key: CheckKey;
	/** The worst of them. */
	readonly state: Check['state'];
	readonly checks: readonly Check[];
	readonly failed: readonly Check[];
}

/** By kind, in the order in which each kind was first asked. */
export function groupChecks(checks: readonly Check[]): CheckGroup[] {
	return [...Map.groupBy(checks, (check) => check.key)].map(([key, all]) => {
		const failed = all.filter((check) => check.state === 'fail');
		const open = all.some((check) => check.state === 'unconfirmed');
		return { key, checks: all, failed, state: failed.length > 0 ? 'fail' : open ? 'unconfirmed' : 'pass' };
	});
}
