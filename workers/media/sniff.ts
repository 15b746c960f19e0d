/** What the first bytes of a file say it is; decided outside the jail, by comparison only. */
export interface Sniffed {
	/** `image-unread`: a picture ffmpeg 5.1 cannot show. `unknown`: no mark we know; ffprobe may be asked, and its refusal is no failure. */
	readonly kind: 'media' | 'image' | 'image-unread' | 'document' | 'unknown';
	/** A short word for the type: `mp4`, `pdf`, `text`. */
	readonly type: string;
}

/** Bytes `sniff` wants to see. */
export const SNIFF_SIZE = 4096;

type Mark = readonly [kind: Sniffed['kind'], type: string, offset: number, bytes: string];

/** Bytes as Latin-1 text. */
const marks: readonly Mark[] = [
	['media', 'matroska', 0, '\x1a\x45\xdf\xa3'],
	['media', 'avi', 8, 'AVI '],
	['media', 'avi', 8, 'AVIX'],
	['media', 'wav', 8, 'WAVE'],
	['image', 'webp', 8, 'WEBP'],
	['media', 'mov', 4, 'moov'],
	['media', 'mov', 4, 'mdat'],
	['media', 'mov', 4, 'wide'],
	['media', 'mov', 4, 'pnot'],
	['media', 'flv', 0, 'FLV\x01'],
	['media', 'ogg', 0, 'OggS'],
	['media', 'mp3', 0, 'ID3'],
	['media', 'flac', 0, 'fLaC'],
	['media', 'amr', 0, '#!AMR'],
	['media', 'asf', 0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
	['media', 'mpeg', 0, '\x00\x00\x01\xba'],
	['media', 'mpeg', 0, '\x00\x00\x01\xb3'],
	['media', 'h264', 0, '\x00\x00\x00\x01\x67'],
	['media', 'h264', 0, '\x00\x00\x01\x67'],
	['media', 'hevc', 0, '\x00\x00\x00\x01\x40'],
	['media', 'dhav', 0, 'DHAV'],
	['media', 'rm', 0, '.RMF'],
	['media', 'mxf', 0, '\x06\x0e\x2b\x34'],
	['media', 'caf', 0, 'caff'],
	['media', 'aiff', 8, 'AIFF'],
	['media', 'wtv', 0, '\xb7\xd8\x00\x20\x37\x49\xda\x11'],
	['image', 'jpeg', 0, '\xff\xd8\xff'],
	['image', 'png', 0, '\x89PNG\r\n\x1a\n'],
	['image', 'gif', 0, 'GIF8'],
	['image', 'tiff', 0, 'II*\x00'],
	['image', 'tiff', 0, 'MM\x00*'],
	['document', 'pdf', 0, '%PDF'],
	['document', 'zip', 0, 'PK\x03\x04'],
	['document', 'ole', 0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
	['document', 'rtf', 0, '{\\rtf'],
	['document', 'rar', 0, 'Rar!'],
	['document', '7z', 0, '7z\xbc\xaf\x27\x1c'],
	['document', 'gzip', 0, '\x1f\x8b'],
];

/** Still pictures in ISO boxes. */
const STILL_BRANDS = /^(heic|heix|mif1|msf1|avif)$/;
const TS_PACKET = 188;
const TS_SYNC = 0x47;
const PROSE = /^[\t\n\f\r\x1b\x20-\x7e\u0080-\uffff]+$/;

/** Judges the first `SNIFF_SIZE` bytes of a file. */
export function sniff(head: Uint8Array): Sniffed {
	if (head.length === 0) return { kind: 'document', type: 'empty' };
	const latin = Buffer.from(head).toString('latin1');
	if (latin.startsWith('ftyp', 4)) {
		const brand = latin.slice(8, 12);
		return STILL_BRANDS.test(brand) ? { kind: 'image-unread', type: brand } : { kind: 'media', type: 'mp4' };
	}
	for (const [kind, type, offset, bytes] of marks) {
		const named = offset !== 8 || latin.startsWith('RIFF') || latin.startsWith('FORM');
		if (named && latin.startsWith(bytes, offset)) return { kind, type };
	}
	if (latin.startsWith('BM') && latin.slice(6, 10) === '\0\0\0\0') return { kind: 'image', type: 'bmp' };
	for (const start of [0, 4]) {
		const syncs = [0, 1, 2].map((i) => head[start + i * (TS_PACKET + start)]);
		if (syncs.every((byte) => byte === TS_SYNC)) return { kind: 'media', type: 'mpegts' };
	}
	if (isProse(head)) return { kind: 'document', type: 'text' };
	return { kind: 'unknown', type: 'unknown' };
}

/** UTF-8 or UTF-16 with a mark, and no control characters: playlists and descriptions of sessions are text too. */
function isProse(head: Uint8Array): boolean {
	const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
	if (marked) return true;
	try {
		// A character cut in two at the end of the window is no fault: `stream` forgives it.
		return PROSE.test(new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }));
	} catch {
		return false;
	}
}
