import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Bytes, concat, utf8 } from '../../src/domain/bytes.ts';
import { formatBundle } from '../../src/domain/ledger/bundle.ts';
import { signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { leafHash, rootOf } from '../../src/domain/ledger/merkle.ts';
import { formatKey } from '../../src/domain/ledger/note.ts';
import { parseTilePath } from '../../src/domain/ledger/tile-path.ts';
import { platform } from '../../src/domain/platform/node.ts';

const ORIGIN = 'made.example/log';
const seed = new Uint8Array(32).fill(9);

/** The n-th leaf of a history by its name. */
export const leafOf = (history: string, n: number): Bytes => utf8(`${history} ${n}`);

/** A log that says whatever a test wants, over real HTTP. */
export interface MadeLog {
	url: string;
	key: string;
	/** Its leaves from now on, under a checkpoint of its key (or of another seed). */
	serve(leaves: readonly Bytes[], options?: { signed?: readonly Bytes[]; by?: Bytes }): void;
	/** Requests so far. */
	asked: string[];
	close(): Promise<void>;
}

export async function madeLog(): Promise<MadeLog> {
	let [leaves, note]: [readonly Bytes[], string] = [[], ''];
	const asked: string[] = [];
	const server = createServer((request, response) => {
		if (!request.url?.startsWith('/v1/log/')) return response.writeHead(404).end();
		const path = request.url.slice('/v1/log/'.length);
		asked.push(path);
		if (path === 'checkpoint') return response.end(note);
		const { level, index, width } = parseTilePath(path);
		const mine = leaves.slice(index * 256, index * 256 + width);
		if (mine.length < width) return response.writeHead(404).end();
		response.end(level === 'entries' ? formatBundle(mine) : concat(...mine.map(leafHash)));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		key: formatKey(ORIGIN, platform.ed25519Public(seed)),
		asked,
		serve(now, { signed = now, by = seed } = {}) {
			leaves = now;
			note = signCheckpoint({ origin: ORIGIN, size: signed.length, root: rootOf(signed.map(leafHash)) }, by);
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
