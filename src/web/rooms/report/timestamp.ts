import type { Connection } from '../../../client/connection.ts';
import { timeThrough } from '../../../client/time.ts';
import { tokenIn } from '../../../domain/time/time-token.ts';
import type { Timestamp } from '../../../report/seal/paper-signer.ts';
import { NoTimeToken } from '../../parts/no-time-token.ts';

/**
 * Asked once, while the report is signed: who wants the time from outside gets no paper without it. `hear` is told the name in the
 * token's certificate.
 */
export function timestampBy(
	connection: Connection,
	authority: string,
	signal: AbortSignal,
	hear: (name: string) => void,
): Timestamp {
	return async (signature) => {
		const stamped = await timeThrough(connection, authority, signature, signal);
		if (typeof stamped === 'string') throw new NoTimeToken(authority, stamped);
		hear(stamped.token.authority);
		return tokenIn(stamped.answer);
	};
}
