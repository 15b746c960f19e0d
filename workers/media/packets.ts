import { platform } from '#platform';
import { type Bytes, concat, fromHex, toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { leafHash } from '../../src/domain/ledger/merkle.ts';
import { Tree } from '../../src/domain/ledger/tree.ts';
import { manifestCommand } from './ffmpeg.ts';
import { lineReader } from './lines.ts';
import type { Runner } from './runner.ts';

export interface PacketStream {
	readonly index: number;
	readonly codecType: string;
	readonly packets: number;
	/** RFC 6962 root over the packets' SHA-256 hashes (leaf data: the 32 bytes), hexadecimal. */
	readonly root: string;
}

export interface PacketManifest {
	/** ffmpeg's framehash text, exactly; undefined when it went to `onManifest`. */
	readonly manifest?: Bytes;
	readonly size: number;
	readonly sha256: string;
	readonly streams: readonly PacketStream[];
}

/** Where to count packets: how many of stream `index` are shown before each of `pts` (ascending). */
export interface Marks {
	readonly index: number;
	readonly pts: readonly number[];
}

const ROW = /^(\d{1,3}),\s*-?\w+,\s*(-?\w+),\s*-?\d+,\s*\d+, ([0-9a-f]{64})(?:,|$)/;
const TYPE = /^#media_type (\d{1,3}): (\w{1,32})$/;
const TRIM_EVERY = 1024;

/**
 * Hashes every packet of every stream. The text is streamed to `onManifest` as it comes, or kept when there is none;
 * memory stays flat with it. `frames` answers `marks`: undefined where no packet has exactly that time.
 */
export async function hashPackets(
	runner: Runner,
	marks: Marks | undefined,
	onManifest?: (chunk: Uint8Array) => void | Promise<void>,
): Promise<PacketManifest & { frames: (number | undefined)[] }> {
	const trees = new Map<number, Tree>();
	const types = new Map<number, string>();
	const counter = counterOf(marks?.pts ?? []);
	const kept: Uint8Array[] = [];
	const state = platform.createSha256();
	let size = 0;
	const takeLines = lineReader((line) => {
		if (line.startsWith('#')) {
			const type = TYPE.exec(line);
			if (type !== null) types.set(Number(type[1]), type[2] as string);
			return;
		}
		const row = ROW.exec(line);
		if (row === null) throw new CustosError('tool-failed', 'the packet manifest has a line that is none');
		const index = Number(row[1]);
		const tree = trees.get(index) ?? new Tree();
		trees.set(index, tree);
		tree.append(leafHash(fromHex(row[3] as string)));
		if (tree.size % TRIM_EVERY === 0) tree.trim(1);
		if (index === marks?.index) counter.take(Number(row[2]));
	});

	await runner.run([manifestCommand(runner.formats, runner.limits.pixels)], {
		maxOutput: onManifest === undefined ? runner.limits.manifestInMemory : runner.limits.manifestStreamed,
		async onOutput(chunk) {
			size += chunk.length;
			state.update(chunk);
			takeLines(chunk);
			if (onManifest === undefined) kept.push(chunk);
			else await onManifest(chunk);
		},
	});
	const streams = [...new Set([...types.keys(), ...trees.keys()])]
		.sort((a, b) => a - b)
		.map((index) => {
			const tree = trees.get(index) ?? new Tree();
			return { index, codecType: types.get(index) ?? 'unknown', packets: tree.size, root: toHex(tree.root()) };
		});
	return {
		...(onManifest === undefined ? { manifest: concat(...kept) } : {}),
		size,
		sha256: toHex(state.digest()),
		streams,
		frames: counter.frames(),
	};
}

/** Counts, for each mark, the times that are smaller; one pass, memory of the marks only. */
function counterOf(marks: readonly number[]): { take(pts: number): void; frames(): (number | undefined)[] } {
	const below = marks.map(() => 0);
	const seen = marks.map(() => false);
	return {
		take(pts) {
			if (Number.isNaN(pts)) return;
			let [low, high] = [0, marks.length];
			while (low < high) {
				const middle = (low + high) >>> 1;
				if ((marks[middle] as number) > pts) high = middle;
				else low = middle + 1;
			}
			if (low > 0 && marks[low - 1] === pts) seen[low - 1] = true;
			if (low < marks.length) below[low] = (below[low] as number) + 1;
		},
		frames() {
			let sum = 0;
			return below.map((count, i) => {
				sum += count;
				return seen[i] ? sum : undefined;
			});
		},
	};
}
