import { type Bytes, concat, utf8 } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { boxesIn, type Fragment, type FragmentedHead, referenceTrack, viewOf } from './fragments.ts';

const SIDX = 40;
const REFERENCE = 12;
const FREE = 8;
/** A segment index counts its references in 16 bits. */
const MOST = 65_535;

/**
 * The head of a fragmented MP4 with an index of its fragments (`sidx`, ISO/IEC 14496-12, 8.16.3), padded to exactly `size`
 * bytes: a player then finds every second without reading what is before it. Neighbours share a reference when the index
 * would not fit otherwise. Throws `tool-failed` when the head itself does not fit.
 */
export function indexedHead(
	{ ftyp, moov, fragments }: FragmentedHead & { fragments: readonly Fragment[] },
	size: number,
): { head: Bytes; durationMs: number } {
	const { id, timescale } = referenceTrack(moov);
	const timed = withTimes(fragments);
	const [first, last] = [timed[0] as Fragment, timed.at(-1) as Fragment];
	const end = last.start + last.duration;
	const durationMs = Math.round(((end - first.start) * 1000) / timescale);
	const room = Math.floor((size - ftyp.length - moov.length - SIDX - FREE) / REFERENCE);
	const references = joined(timed, Math.max(1, Math.min(MOST, room)));

	const sidx = new Uint8Array(SIDX + REFERENCE * references.length);
	const view = viewOf(sidx);
	const free = size - ftyp.length - moov.length - sidx.length;
	if (free < FREE) throw new CustosError('tool-failed', 'ffmpeg wrote a head that is longer than the room left for it');
	view.setUint32(0, sidx.length);
	sidx.set(utf8('sidx'), 4);
	sidx[8] = 1;
	view.setUint32(12, id);
	view.setUint32(16, timescale);
	view.setBigUint64(20, BigInt(first.start));
	view.setBigUint64(28, BigInt(free));
	view.setUint16(38, references.length);
	for (const [i, one] of references.entries()) {
		const at = SIDX + REFERENCE * i;
		view.setUint32(at, one.size);
		view.setUint32(at + 4, one.duration);
		// Begins with a key frame, of the simplest kind.
		view.setUint32(at + 8, 0x90000000);
	}
	const padding = new Uint8Array(free);
	viewOf(padding).setUint32(0, free);
	padding.set(utf8('free'), 4);
	return { head: concat(ftyp, withDuration(moov, durationMs), sidx, padding), durationMs };
}

/** A fragment without the reference track lasts no time; each lasts until the next begins. */
function withTimes(fragments: readonly Fragment[]): Fragment[] {
	const timed: Fragment[] = [];
	for (const one of fragments) {
		const before = timed.at(-1);
		const start = Number.isNaN(one.start) ? (before === undefined ? 0 : before.start + before.duration) : one.start;
		if (before !== undefined) timed.push({ ...(timed.pop() as Fragment), duration: Math.max(0, start - before.start) });
		timed.push({ ...one, start });
	}
	return timed;
}

/** At most `most` fragments, neighbours joined. */
function joined(fragments: readonly Fragment[], most: number): Fragment[] {
	const step = Math.ceil(fragments.length / most);
	return Array.from({ length: Math.ceil(fragments.length / step) }, (_, i) => {
		const some = fragments.slice(i * step, (i + 1) * step);
		const sum = (of: 'size' | 'duration'): number => some.reduce((total, one) => total + one[of], 0);
		return { start: (some[0] as Fragment).start, size: sum('size'), duration: sum('duration') };
	});
}

/** The same with the duration in the film's header, where ffmpeg, not knowing the end, wrote none. */
function withDuration(moov: Bytes, durationMs: number): Bytes {
	const out = moov.slice();
	const mvhd = boxesIn(out, FREE).find((box) => box.type === 'mvhd');
	if (mvhd === undefined || out[mvhd.at] !== 0) return out;
	const view = viewOf(out);
	const ticks = Math.round((durationMs * view.getUint32(mvhd.at + 12)) / 1000);
	view.setUint32(mvhd.at + 16, Math.min(ticks, 0xffffffff));
	return out;
}
