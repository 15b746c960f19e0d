import { type Bytes, concat } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';

/** A decoded picture: where in the stream it stands and what was measured. */
export interface Picture {
	/** In the time base of whatever was decoded. */
	readonly pts: number;
	/** Difference from the picture before it, 0 to 1. */
	readonly scene: number;
	/** Percentage of dark pixels. */
	readonly dark: number;
	readonly jpeg: Bytes;
}

const HEAD = /^(?:\r\n)?--ffmpeg\r\nContent-type: image\/jpeg\r\nContent-length: (\d{1,9})\r\n\r\n/;
const CLOSING = /^(?:\r\n)?--ffmpeg\r\n$/;
const LONGEST_HEAD = 128;
const FRAME = /^frame:(\d+)\s+pts:(-?\d+)\s/;
const MEASURE = /^lavfi\.(scene_score|blackframe\.pblack)=(\d+(?:\.\d+)?)$/;

/** Puts together ffmpeg's two outputs, pictures (multipart JPEG) and lines (`metadata=print`), frame by frame. */
export class PictureStream {
	readonly #pending: Uint8Array[] = [];
	#lines = '';

	/** The next bytes of the multipart stream. */
	takePictures(chunk: Uint8Array): void {
		this.#pending.push(chunk.slice());
	}

	/** The next bytes of the lines. */
	takeLines(chunk: Uint8Array): void {
		this.#lines += Buffer.from(chunk).toString('latin1');
	}

	/** All pictures, in order. Throws `tool-failed` unless both outputs tell of the same pictures. */
	finish(): Picture[] {
		const jpegs = split(concat(...this.#pending));
		const frames: { pts: number; scene: number; dark: number }[] = [];
		for (const line of this.#lines.split('\n')) {
			const frame = FRAME.exec(line);
			if (frame !== null) {
				if (Number(frame[1]) !== frames.length) break;
				frames.push({ pts: Number(frame[2]), scene: 0, dark: 0 });
			}
			const last = frames.at(-1);
			const measure = MEASURE.exec(line);
			if (measure === null || last === undefined) continue;
			if (measure[1] === 'scene_score') last.scene = Number(measure[2]);
			else last.dark = Number(measure[2]);
		}
		if (frames.length !== jpegs.length || frames.some((one) => !Number.isSafeInteger(one.pts))) {
			throw new CustosError('tool-failed', 'ffmpeg made pictures without exact times');
		}
		return frames.map((one, i) => ({ ...one, jpeg: jpegs[i] as Bytes }));
	}
}

/** The JPEG parts of a multipart stream. */
function split(bytes: Bytes): Bytes[] {
	const jpegs: Bytes[] = [];
	let at = 0;
	while (at < bytes.length) {
		const text = Buffer.from(bytes.subarray(at, at + LONGEST_HEAD)).toString('latin1');
		if (CLOSING.test(text)) break;
		const head = HEAD.exec(text);
		if (head === null) throw new CustosError('tool-failed', 'ffmpeg made something that is no picture');
		const start = at + head[0].length;
		const end = start + Number(head[1]);
		const jpeg = bytes.slice(start, end);
		if (end > bytes.length || jpeg[0] !== 0xff || jpeg[1] !== 0xd8) {
			throw new CustosError('tool-failed', 'ffmpeg made half a picture');
		}
		jpegs.push(jpeg);
		at = end;
	}
	return jpegs;
}
