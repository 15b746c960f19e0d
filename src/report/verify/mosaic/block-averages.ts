import { CustosError } from '../../../domain/errors.ts';
import { bitReader, type Huffman, huffman } from './huffman.ts';

/** One colour component: the average of each 8 × 8 block of samples, 0 to 255, row by row. */
export interface Averages {
	readonly columns: number;
	readonly rows: number;
	readonly values: Int16Array;
}

interface Component {
	id: number;
	across: number;
	down: number;
	quantizer: number;
	dc?: Huffman;
	ac?: Huffman;
}

const MOST_BLOCKS = 2 ** 20;

/**
 * The averages of a baseline JPEG's blocks, and nothing else of it: what the picture shows within a block is passed over
 * undecoded. Three components or one. Throws `damaged` for every other kind of file. (ITU-T T.81)
 */
export function blockAverages(jpeg: Uint8Array): Averages[] {
	const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
	const [quantizers, tables] = [new Map<number, number>(), new Map<number, Huffman>()];
	let [width, height, interval] = [0, 0, 0];
	let components: Component[] = [];
	try {
		if (view.getUint16(0) !== 0xffd8) throw other();
		for (let at = 2; ; ) {
			const [marker, length] = [view.getUint16(at), view.getUint16(at + 2)];
			const [from, end] = [at + 4, at + 2 + length];
			if (marker === 0xffdb) readQuantizers(view, from, end, quantizers);
			else if (marker === 0xffc4) readTables(jpeg, from, end, tables);
			else if (marker === 0xffdd) interval = view.getUint16(from);
			else if (marker === 0xffc0) {
				[height, width] = [view.getUint16(from + 1), view.getUint16(from + 3)];
				const count = view.getUint8(from + 5);
				if (view.getUint8(from) !== 8 || width * height === 0 || (count !== 1 && count !== 3)) throw other();
				components = Array.from({ length: count }, (_, i) => {
					const [id, factors, table] = [0, 1, 2].map((k) => view.getUint8(from + 6 + 3 * i + k)) as [
						number,
						number,
						number,
					];
					const [across, down, quantizer] = [factors >> 4, factors & 15, quantizers.get(table) ?? 0];
					if (across < 1 || across > 4 || down < 1 || down > 4 || quantizer === 0) throw other();
					return { id, across, down, quantizer };
				});
			} else if (marker === 0xffda) {
				const count = view.getUint8(from);
				if (components.length === 0 || count !== components.length) throw other();
				for (let i = 0; i < count; i++) {
					const one = components.find(({ id }) => id === view.getUint8(from + 1 + 2 * i));
					const which = view.getUint8(from + 2 + 2 * i);
					const [dc, ac] = [tables.get(which >> 4), tables.get(16 + (which & 15))];
					if (one === undefined || dc === undefined || ac === undefined) throw other();
					Object.assign(one, { dc, ac });
				}
				return scan(jpeg, end, { width, height, interval, components });
			} else if (marker < 0xffc1 || (marker > 0xffc3 && marker < 0xffd0 && marker !== 0xffc8) || marker === 0xffc2)
				throw other();
			at = end;
		}
	} catch (cause) {
		if (cause instanceof RangeError) throw other(cause);
		throw cause;
	}
}

function other(cause?: unknown): CustosError {
	return new CustosError('damaged', 'this picture is no baseline JPEG: it cannot be made coarse', { cause });
}

function readQuantizers(view: DataView, from: number, end: number, into: Map<number, number>): void {
	for (let at = from; at < end; ) {
		const kind = view.getUint8(at);
		into.set(kind & 15, kind >> 4 === 0 ? view.getUint8(at + 1) : view.getUint16(at + 1));
		at += kind >> 4 === 0 ? 65 : 129;
	}
}

function readTables(jpeg: Uint8Array, from: number, end: number, into: Map<number, Huffman>): void {
	for (let at = from; at < end; ) {
		const counts = jpeg.subarray(at + 1, at + 17);
		const total = counts.reduce((sum, one) => sum + one, 0);
		into.set(jpeg[at] as number, huffman(counts, jpeg.subarray(at + 17, at + 17 + total)));
		at += 17 + total;
	}
}

function scan(
	jpeg: Uint8Array,
	from: number,
	{ width, height, interval, components }: { width: number; height: number; interval: number; components: Component[] },
): Averages[] {
	const [most, high] = [
		Math.max(...components.map((one) => one.across)),
		Math.max(...components.map((one) => one.down)),
	];
	const [wide, tall] = [Math.ceil(width / (8 * most)), Math.ceil(height / (8 * high))];
	if (wide * tall * most * high > MOST_BLOCKS) throw other();
	const bits = bitReader(jpeg, from);
	const last = components.map(() => 0);
	const planes = components.map((one) => new Int16Array(wide * one.across * tall * one.down));
	for (let unit = 0; unit < wide * tall; unit++) {
		if (interval > 0 && unit > 0 && unit % interval === 0) {
			bits.restart();
			last.fill(0);
		}
		for (const [i, one] of components.entries()) {
			for (let block = 0; block < one.across * one.down; block++) {
				const size = bits.symbol(one.dc as Huffman);
				if (size > 11) throw other();
				last[i] = (last[i] as number) + bits.value(size);
				for (let k = 1; k < 64; ) {
					const code = bits.symbol(one.ac as Huffman);
					if (code === 0) break;
					bits.value(code & 15);
					k += (code >> 4) + 1;
				}
				const x = (unit % wide) * one.across + (block % one.across);
				const y = Math.floor(unit / wide) * one.down + Math.floor(block / one.across);
				const average = ((last[i] as number) * one.quantizer) / 8 + 128;
				(planes[i] as Int16Array)[y * wide * one.across + x] = Math.max(0, Math.min(255, Math.round(average)));
			}
		}
	}
	return components.map((one, i) => ({
		columns: wide * one.across,
		rows: tall * one.down,
		values: planes[i] as Int16Array,
	}));
}
