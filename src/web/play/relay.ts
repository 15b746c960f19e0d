import { answerRange } from '../../client/play/ranges.ts';
import type { SealedReader } from '../../client/play/sealed-reader.ts';
import type { Head, Piece, Wish } from './protocol.ts';
import { unlessLate } from './unless-late.ts';

/**
 * Plaintext in one message to the worker: what is in memory twice at any moment. After a jump the first ends with the first
 * chunk, so that the player has something to begin with; then they double.
 */
const FIRST = 64 * 1024;
const LARGEST = 512 * 1024;

/** Something the page lets its own elements play. */
export interface Shared {
	readonly reader: SealedReader;
	readonly type: string;
}

/**
 * Answers one request of the service worker, a piece at a time, for as long as `find` still knows what was asked for; an empty one
 * while a slow line has brought none yet.
 */
export function relay(port: MessagePort, range: string | null, find: () => Shared | undefined): void {
	const say = (message: Head | Piece, transfer: Transferable[] = []): void => port.postMessage(message, transfer);
	const shared = find();
	if (shared === undefined) {
		say({ status: 'gone' });
		return port.close();
	}
	const { status, start, end, headers } = answerRange(range, shared.reader.size);
	const enough = new AbortController();
	let at = start;
	let length = FIRST - (start % FIRST);
	let coming: ReturnType<SealedReader['read']> | undefined;

	const next = async (): Promise<void> => {
		const still = find();
		if (still === undefined) return say({ failed: true });
		if (at >= end) return say({ end: true });
		const until = Math.min(end, at + length);
		coming ??= still.reader.read(at, until, enough.signal);
		const bytes = await unlessLate(coming);
		if (bytes === undefined) return say({ bytes: new ArrayBuffer(0) });
		coming = undefined;
		at = until;
		length = Math.min(LARGEST, 2 * FIRST * Math.ceil(length / FIRST));
		say({ bytes: bytes.buffer }, [bytes.buffer]);
	};
	port.onmessage = ({ data }: MessageEvent<Wish>) => {
		if (data === 'enough') {
			enough.abort();
			return port.close();
		}
		// The element tells that it cannot go on; why is for the room to ask the reader.
		next().catch(() => say({ failed: true }));
	};
	say({ status, headers: { ...headers, 'content-type': shared.type }, length: end - start });
}
