import type { Duplex } from 'node:stream';
import { CustosError } from '../../src/domain/errors.ts';
import type { Source } from './source.ts';

const REQUEST = 12;
const LARGEST = 4 * 1024 * 1024;
const OUTSTANDING = 64;

/**
 * Answers the bridge's requests on `socket` from `source`: u64be offset, u32be length → u32be length, bytes. Whoever
 * is on the other side may be hostile: a request outside the source, above 4 MiB, or too many at once ends the job.
 * `onReady` is called at the bridge's first sign of life; `onBroken` once, with what went wrong here.
 */
export function serveRanges(
	socket: Duplex,
	source: Source,
	on: { ready: () => void; broken: (error: unknown) => void },
): void {
	let rest: Buffer = Buffer.alloc(0);
	let working = false;
	let over = false;
	const queue: { offset: number; length: number }[] = [];

	function stop(error: unknown): void {
		if (over) return;
		over = true;
		socket.destroy();
		on.broken(error);
	}

	async function work(): Promise<void> {
		if (working) return;
		working = true;
		for (let next = queue.shift(); next !== undefined && !over; next = queue.shift()) {
			const bytes = await source.read(next.offset, next.length);
			if (bytes.length !== next.length)
				throw new CustosError('internal', 'a source gave fewer bytes than it was asked for');
			if (over) return;
			const head = Buffer.alloc(4);
			head.writeUInt32BE(bytes.length);
			socket.cork();
			socket.write(head);
			const more = socket.write(bytes);
			socket.uncork();
			if (!more) await drained(socket);
		}
		working = false;
	}

	socket.on('data', (chunk: Buffer) => {
		rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
		for (; rest.length >= REQUEST; rest = rest.subarray(REQUEST)) {
			const offset = Number(rest.readBigUInt64BE(0));
			const length = rest.readUInt32BE(8);
			if (length === 0) on.ready();
			else if (length > LARGEST || offset + length > source.size || queue.length >= OUTSTANDING) {
				return stop(new CustosError('tool-failed', 'the jail asked for bytes it may not have'));
			} else queue.push({ offset, length });
		}
		work().catch(stop);
	});
	// The jail is gone: its exit code tells the rest.
	socket.on('error', () => {
		over = true;
	});
	socket.on('close', () => {
		over = true;
	});
}

function drained(socket: Duplex): Promise<void> {
	return new Promise((resolve) => {
		const done = (): void => {
			socket.off('drain', done);
			socket.off('close', done);
			resolve();
		};
		socket.on('drain', done);
		socket.on('close', done);
		if (socket.destroyed) done();
	});
}
