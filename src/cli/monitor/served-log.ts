import { bounded } from '../../domain/bounded.ts';
import type { Bytes } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { type TileName, tilePath } from '../../domain/ledger/tile-path.ts';
import { answers } from '../../domain/wire.ts';
import type { ServedLog } from './follow.ts';

/** Longest wait for one answer, in milliseconds. */
const PATIENCE_MS = 30_000;
/** A checkpoint with a hundred signatures is far smaller, and so is a bundle of leaves. */
const LARGEST = 2 ** 20;
/** The proofs of some rotations of its key. */
const LONGEST = 2 ** 25;

/** A log served over HTTP under a prefix (C2SP tlog-tiles). Redirects are not followed. */
export function servedLog(prefix: string, signal: AbortSignal): ServedLog {
	const get = async (path: string, largest = LARGEST): Promise<Bytes> => {
		let answer: Response;
		let bytes: Bytes | undefined;
		try {
			answer = await fetch(`${prefix.replace(/\/$/, '')}/${path}`, {
				redirect: 'manual',
				signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
			});
			bytes = await bounded(answer.body, largest);
		} catch (cause) {
			signal.throwIfAborted();
			throw new CustosError('unavailable', 'the log does not answer', { cause });
		}
		if (bytes === undefined) throw new CustosError('unavailable', 'the log answers with far more than was asked for');
		if (answer.status === 404) throw new CustosError('not-found', 'the log serves nothing there');
		if (answer.status !== 200) throw new CustosError('unavailable', `the log answers with status ${answer.status}`);
		return bytes;
	};
	return {
		async links() {
			// A log that is served by anything but an archive says nothing of it.
			if (!/\/v1\/log\/?$/.test(prefix)) return [];
			const shown = answers.archive.safeParse(
				JSON.parse(Buffer.from(await get('../archive', LONGEST)).toString('utf8')),
			);
			return shown.success ? shown.data.links : [];
		},
		checkpoint: async () => Buffer.from(await get('checkpoint')).toString('utf8'),
		tile: (name: TileName) => get(tilePath(name)),
	};
}
