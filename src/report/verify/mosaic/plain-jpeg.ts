/** Every quantizer: 8, so that a block's only coefficient is its average less 128. */
const QUANTIZER = 8;
/** Differences of averages take 0 to 8 bits, each length named by a code of four. */
const LENGTHS = 9;

/** A baseline JPEG of even fields, each one block of 8 × 8; `planes` are Y, Cb, Cr of each field, 0 to 255. (T.81, JFIF 1.02) */
export function plainJpeg(
	columns: number,
	rows: number,
	planes: readonly [Uint8Array, Uint8Array, Uint8Array],
): Uint8Array {
	const [width, height] = [8 * columns, 8 * rows];
	const out: number[] = [0xff, 0xd8];
	const segment = (marker: number, ...content: number[]): void => {
		out.push(0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255, ...content);
	};
	segment(0xe0, ...[...'JFIF'].map((one) => one.charCodeAt(0)), 0, 1, 2, 0, 0, 1, 0, 1, 0, 0);
	segment(0xdb, 0, ...new Array<number>(64).fill(QUANTIZER));
	const parts = [1, 2, 3].flatMap((id) => [id, 0x11, 0]);
	segment(0xc0, 8, height >> 8, height & 255, width >> 8, width & 255, 3, ...parts);
	segment(0xc4, 0x00, ...counts(4, LENGTHS), ...Array.from({ length: LENGTHS }, (_, i) => i));
	// The only code there is: the rest of this block is nothing.
	segment(0xc4, 0x10, ...counts(1, 1), 0);
	segment(0xda, 3, ...[1, 2, 3].flatMap((id) => [id, 0]), 0, 63, 0);

	let [held, bits] = [0, 0];
	const write = (value: number, length: number): void => {
		for (let i = length - 1; i >= 0; i--) {
			held = (held << 1) | ((value >> i) & 1);
			if (++bits < 8) continue;
			out.push(held);
			if (held === 0xff) out.push(0);
			[held, bits] = [0, 0];
		}
	};
	const last = [128, 128, 128];
	for (let field = 0; field < columns * rows; field++) {
		for (const [i, plane] of planes.entries()) {
			const value = plane[field] as number;
			const difference = value - (last[i] as number);
			last[i] = value;
			const length = 32 - Math.clz32(Math.abs(difference));
			write(length, 4);
			write(difference < 0 ? difference + (1 << length) - 1 : difference, length);
			write(0, 1);
		}
	}
	if (bits > 0) write(0xff, 8 - bits);
	out.push(0xff, 0xd9);
	return Uint8Array.from(out);
}

/** `many` codes of one length, none of another. */
function counts(length: number, many: number): number[] {
	return Array.from({ length: 16 }, (_, i) => (i === length - 1 ? many : 0));
}
