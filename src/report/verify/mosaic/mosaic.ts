import { equal } from '../../../domain/bytes.ts';
import { isCustosError } from '../../../domain/errors.ts';
import { type Averages, blockAverages } from './block-averages.ts';
import { plainJpeg } from './plain-jpeg.ts';

/** Fields along the longer side, at the most. */
export const MOST_FIELDS = 16;
/** No mosaic has as many bytes. */
export const LARGEST_MOSAIC = 10_000;

/**
 * A picture so coarse that nobody is known in it, as a JPEG of at most 16 × 16 even fields. What is within a field was never
 * decoded, so nothing can be got back from it. The same bytes everywhere. Throws `damaged` unless it is a baseline JPEG.
 */
export function mosaic(jpeg: Uint8Array): Uint8Array {
	const planes = blockAverages(jpeg);
	const [light] = planes as [Averages];
	const scale = Math.min(0.5, MOST_FIELDS / Math.max(light.columns, light.rows));
	const [columns, rows] = [light.columns, light.rows].map((one) => Math.max(1, Math.floor(one * scale))) as [
		number,
		number,
	];
	const fields = planes.map((plane) => shrunk(plane, columns, rows));
	const grey = new Uint8Array(columns * rows).fill(128);
	const [y = grey, cb = grey, cr = grey] = fields;
	return plainJpeg(columns, rows, [y, cb, cr]);
}

/** True for the very bytes that a mosaic of these fields has, so that nothing else can be in it. */
export function isMosaic(jpeg: Uint8Array): boolean {
	try {
		const planes = blockAverages(jpeg);
		const [{ columns, rows }] = planes as [Averages];
		if (planes.length !== 3 || planes.some((one) => one.columns !== columns || one.rows !== rows)) return false;
		const [y, cb, cr] = planes.map(({ values }) => Uint8Array.from(values)) as [Uint8Array, Uint8Array, Uint8Array];
		return Math.max(columns, rows) <= MOST_FIELDS && equal(plainJpeg(columns, rows, [y, cb, cr]), jpeg);
	} catch (error) {
		if (isCustosError(error)) return false;
		throw error;
	}
}

function shrunk({ columns, rows, values }: Averages, wide: number, tall: number): Uint8Array {
	const out = new Uint8Array(wide * tall);
	for (let y = 0; y < tall; y++) {
		const [top, bottom] = part(y, tall, rows);
		for (let x = 0; x < wide; x++) {
			const [left, right] = part(x, wide, columns);
			let sum = 0;
			for (let v = top; v < bottom; v++) for (let u = left; u < right; u++) sum += values[v * columns + u] as number;
			out[y * wide + x] = Math.round(sum / ((bottom - top) * (right - left)));
		}
	}
	return out;
}

/** Which of `all` belong to the `i`th of `parts`; at least one. */
function part(i: number, parts: number, all: number): [number, number] {
	const from = Math.min(all - 1, Math.floor((i * all) / parts));
	return [from, Math.max(from + 1, Math.floor(((i + 1) * all) / parts))];
}
