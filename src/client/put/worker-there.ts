import { isCustosError } from '../../domain/errors.ts';
import { pause } from './pause.ts';

const WAIT_MS = 20_000;
const ASK_EVERY_MS = 400;

/** A worker that was approved a moment ago has not announced its epoch yet: waits for it a little. */
export async function whenWorkerIsThere<T>(open: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
	const until = performance.now() + WAIT_MS;
	for (;;) {
		try {
			return await open();
		} catch (error) {
			if (!isCustosError(error, 'not-found') || performance.now() > until) throw error;
			await pause(ASK_EVERY_MS, signal);
		}
	}
}
