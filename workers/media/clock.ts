/** Times of one stream: ticks of its time base, and milliseconds since the start of the file. */
export interface Clock {
	/** Seconds per tick, as ffmpeg writes it: `1/12800`. */
	readonly timeBase: string;
	/** Milliseconds since the file's first time stamp, rounded to a whole number. */
	ms(ticks: number): number;
	/** What ffmpeg subtracts from time stamps when it copies without `-copyts`, in ticks. */
	readonly shift: number;
}

/** `startSeconds`: the file's first time stamp as ffprobe tells it, exact to the microsecond. */
export function clockOf(timeBase: string, startSeconds: number): Clock {
	const [num, den] = timeBase.split('/').map(Number) as [number, number];
	return {
		timeBase,
		ms: (ticks) => Math.round(((ticks * num) / den - startSeconds) * 1000),
		shift: Math.round((startSeconds * den) / num),
	};
}
