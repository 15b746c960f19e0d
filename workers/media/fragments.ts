import { type Bytes, concat } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';

/** One fragment of an MP4 (ISO/IEC 14496-12, 8.8): its media and its time, in ticks of the reference track. */
export interface Fragment {
	/** Bytes of `moof` and `mdat`. */
	readonly size: number;
	readonly start: number;
	readonly duration: number;
}

/** What comes before the fragments. */
export interface FragmentedHead {
	readonly ftyp: Bytes;
	readonly moov: Bytes;
}

const BOX = 8;
const LARGEST_HEAD = 1024 * 1024;
const LARGEST_MOOF = 16 * 1024 * 1024;

/** A box as it is taken apart: `at` of its content in the bytes it was found in. */
export interface Box {
	readonly type: string;
	readonly start: number;
	readonly at: number;
	readonly end: number;
}

/** The boxes one after another in a stretch of bytes. Throws `tool-failed` when they do not fit. */
export function boxesIn(bytes: Uint8Array, from = 0, to = bytes.length): Box[] {
	const view = viewOf(bytes);
	const boxes: Box[] = [];
	for (let start = from; start < to; ) {
		const size = start + BOX <= to ? view.getUint32(start) : 0;
		if (size < BOX || start + size > to) throw malformed();
		boxes.push({ type: typeAt(bytes, start + 4), start, at: start + BOX, end: start + size });
		start += size;
	}
	return boxes;
}

export function viewOf(bytes: Uint8Array): DataView {
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * Takes a fragmented MP4 apart as ffmpeg writes it: hands the bytes of fragments on as they come, and keeps the head and
 * where each fragment lies in time. What follows the last fragment is left out.
 */
export class FragmentStream {
	readonly #media: (bytes: Uint8Array) => Promise<void>;
	readonly #fragments: Fragment[] = [];
	readonly #head: { ftyp?: Bytes; moov?: Bytes } = {};
	#track: number | undefined;
	/** Bytes of the box that is being collected: its header, or all of a small one. */
	#held: Bytes = new Uint8Array();
	/** Bytes of media still to pass on. */
	#passing = 0;

	/** `media` takes the bytes of `moof` and `mdat`. */
	constructor(media: (bytes: Uint8Array) => Promise<void>) {
		this.#media = media;
	}

	async take(chunk: Uint8Array): Promise<void> {
		let rest = chunk;
		while (rest.length > 0) {
			if (this.#passing > 0) {
				const piece = rest.subarray(0, this.#passing);
				this.#passing -= piece.length;
				rest = rest.subarray(piece.length);
				await this.#media(piece);
				continue;
			}
			const wanted = this.#held.length < BOX ? BOX : viewOf(this.#held).getUint32(0);
			const piece = rest.subarray(0, wanted - this.#held.length);
			rest = rest.subarray(piece.length);
			this.#held = concat(this.#held, piece);
			if (this.#held.length >= BOX) await this.#begin();
		}
	}

	/** The head and the fragments. Throws `tool-failed` when the stream was no whole fragmented MP4. */
	finish(): FragmentedHead & { fragments: readonly Fragment[] } {
		const { ftyp, moov } = this.#head;
		if (ftyp === undefined || moov === undefined || this.#fragments.length === 0 || this.#passing > 0)
			throw malformed();
		return { ftyp, moov, fragments: this.#fragments };
	}

	async #begin(): Promise<void> {
		const [type, size] = [typeAt(this.#held, 4), viewOf(this.#held).getUint32(0)];
		if (type === 'mdat' && size >= BOX) return this.#pass(size - BOX);
		const limit = type === 'moof' ? LARGEST_MOOF : LARGEST_HEAD;
		if (size < BOX || size > limit) throw malformed();
		if (this.#held.length < size) return;
		const box = this.#held;
		if (type === 'ftyp' || type === 'moov') this.#head[type] = box;
		if (type === 'moov') this.#track = referenceTrack(box).id;
		if (type === 'moof') {
			this.#fragments.push({ size: 0, ...timeOf(box, this.#track) });
			return this.#pass(0);
		}
		this.#held = new Uint8Array();
	}

	/** Hands on what is held, and counts it and `more` bytes to the fragment. */
	async #pass(more: number): Promise<void> {
		const held = this.#held;
		const last = this.#fragments.pop();
		if (last === undefined) throw malformed();
		this.#fragments.push({ ...last, size: last.size + held.length + more });
		this.#held = new Uint8Array();
		this.#passing = more;
		await this.#media(held);
	}
}

/** The video track, or the only one: its number and its ticks a second. */
export function referenceTrack(moov: Uint8Array): { id: number; timescale: number } {
	const view = viewOf(moov);
	const tracks = boxesIn(moov, BOX)
		.filter((box) => box.type === 'trak')
		.map((trak) => {
			const inside = boxesIn(moov, trak.at, trak.end);
			const tkhd = one(inside, 'tkhd');
			const mdia = one(inside, 'mdia');
			const media = boxesIn(moov, mdia.at, mdia.end);
			const [mdhd, hdlr] = [one(media, 'mdhd'), one(media, 'hdlr')];
			return {
				id: view.getUint32(tkhd.at + (moov[tkhd.at] === 1 ? 20 : 12)),
				timescale: view.getUint32(mdhd.at + (moov[mdhd.at] === 1 ? 20 : 12)),
				isVideo: typeAt(moov, hdlr.at + 8) === 'vide',
			};
		});
	const track = tracks.find((each) => each.isVideo) ?? tracks[0];
	if (track === undefined) throw malformed();
	return track;
}

/** When a fragment's part of the reference track begins, and how long it lasts. */
function timeOf(moof: Uint8Array, track: number | undefined): { start: number; duration: number } {
	const view = viewOf(moof);
	for (const traf of boxesIn(moof, BOX).filter((box) => box.type === 'traf')) {
		const inside = boxesIn(moof, traf.at, traf.end);
		const tfhd = one(inside, 'tfhd');
		if (view.getUint32(tfhd.at + 4) !== track) continue;
		const tfdt = one(inside, 'tfdt');
		const start = moof[tfdt.at] === 1 ? Number(view.getBigUint64(tfdt.at + 4)) : view.getUint32(tfdt.at + 4);
		const runs = inside.filter((box) => box.type === 'trun');
		return { start, duration: runs.reduce((sum, run) => sum + lastsOf(view, run, standardOf(view, tfhd)), 0) };
	}
	return { start: Number.NaN, duration: 0 };
}

/** The duration of a sample that states none. */
function standardOf(view: DataView, tfhd: Box): number {
	const flags = view.getUint32(tfhd.at) & 0xffffff;
	const before = (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0);
	return flags & 0x8 ? view.getUint32(tfhd.at + 8 + before) : 0;
}

function lastsOf(view: DataView, trun: Box, standard: number): number {
	const flags = view.getUint32(trun.at) & 0xffffff;
	const count = view.getUint32(trun.at + 4);
	if (!(flags & 0x100)) return count * standard;
	const step = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
	const first = trun.at + 8 + (flags & 0x1 ? 4 : 0) + (flags & 0x4 ? 4 : 0);
	if (first + count * step > trun.end) throw malformed();
	let sum = 0;
	for (let i = 0; i < count; i++) sum += view.getUint32(first + i * step);
	return sum;
}

function one(boxes: readonly Box[], type: string): Box {
	const found = boxes.find((box) => box.type === type);
	if (found === undefined) throw malformed();
	return found;
}

function typeAt(bytes: Uint8Array, at: number): string {
	return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function malformed(): CustosError {
	return new CustosError('tool-failed', 'ffmpeg wrote something else than a fragmented MP4');
}
