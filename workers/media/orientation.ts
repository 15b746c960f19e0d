const EXIF = 'Exif\0\0';
const ORIENTATION = 0x0112;
const TURNS: Record<number, 90 | 180 | 270> = { 3: 180, 6: 90, 8: 270 };

/**
 * Clockwise degrees that set a JPEG photograph upright, from the EXIF orientation in its first bytes; 0 when it does
 * not say, or says it in a way we do not follow (mirrored pictures).
 */
export function photoTurn(head: Uint8Array): 0 | 90 | 180 | 270 {
	const view = new DataView(head.buffer, head.byteOffset, head.length);
	let at = 2;
	while (at + 10 < head.length && head[at] === 0xff) {
		const length = view.getUint16(at + 2);
		if (head[at + 1] === 0xe1 && Buffer.from(head.subarray(at + 4, at + 10)).toString('latin1') === EXIF) {
			return inTiff(new DataView(head.buffer, head.byteOffset + at + 10, head.length - at - 10));
		}
		at += 2 + length;
	}
	return 0;
}

function inTiff(view: DataView): 0 | 90 | 180 | 270 {
	if (view.byteLength < 8) return 0;
	const little = view.getUint16(0) === 0x4949;
	const start = view.getUint32(4, little);
	if (start + 2 > view.byteLength) return 0;
	const entries = view.getUint16(start, little);
	for (let at = start + 2, i = 0; i < entries && at + 12 <= view.byteLength; i++, at += 12) {
		if (view.getUint16(at, little) === ORIENTATION) return TURNS[view.getUint16(at + 8, little)] ?? 0;
	}
	return 0;
}
