/** What a request for a part of a medium is answered with (RFC 9110, section 14): `start` to `end`, the end exclusive. */
export interface RangeAnswer {
	readonly status: 200 | 206 | 416;
	readonly start: number;
	readonly end: number;
	readonly headers: Readonly<Record<string, string>>;
}

/** An open-ended range is answered with at most this many bytes; the player asks for the next piece when it wants it. */
export const PIECE = 8 * 2 ** 20;

/**
 * The answer to a Range header over `size` bytes: `bytes=a-b`, `bytes=a-` (at most `piece` bytes of it) and `bytes=-n`.
 * Any other header is ignored, as the RFC asks, and the whole is given.
 */
export function answerRange(header: string | null, size: number, piece = PIECE): RangeAnswer {
	const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
	const [first, last] = [match?.[1] ?? '', match?.[2] ?? ''];
	if (match === null || (first === '' && last === ''))
		return { status: 200, start: 0, end: size, headers: whole(size) };
	const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
	const end = first === '' ? size : Math.min(size, last === '' ? start + piece : Number(last) + 1);
	const backwards = first !== '' && last !== '' && Number(last) < start;
	if (backwards) return { status: 200, start: 0, end: size, headers: whole(size) };
	if (start >= size) return { status: 416, start: 0, end: 0, headers: { 'content-range': `bytes */${size}` } };
	return {
		status: 206,
		start,
		end,
		headers: {
			'accept-ranges': 'bytes',
			'content-length': String(end - start),
			'content-range': `bytes ${start}-${end - 1}/${size}`,
		},
	};
}

function whole(size: number): Record<string, string> {
	return { 'accept-ranges': 'bytes', 'content-length': String(size) };
}
