/** What one item may cost. Sizes are bytes, times milliseconds; defaults below. */
export interface Limits {
	/** Address space of ffmpeg, and (with a margin for the bridge) resident memory of the whole jail. */
	readonly memory: number;
	/** Processor time of one ffmpeg run. */
	readonly cpuMs: number;
	/** Wall clock of one ffmpeg run, before `wallMsPerMebibyte`. */
	readonly wallMs: number;
	readonly wallMsPerMebibyte: number;
	/** Processes and threads in the jail, and open files of each. */
	readonly processes: number;
	readonly files: number;
	/** What ffprobe, and one run that makes pictures, may print. */
	readonly probeOutput: number;
	readonly pictureOutput: number;
	/** The packet manifest when it is kept in memory (without `onManifest`), and when it is streamed. */
	readonly manifestInMemory: number;
	readonly manifestStreamed: number;
	/** The samples a sound wave is made from: 32,000 bytes a second. */
	readonly soundOutput: number;
	/** Width × height of any picture. */
	readonly pixels: number;
	/** Pictures kept of one item. */
	readonly keyframes: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const MINUTE = 60_000;

export const defaultLimits: Limits = {
	memory: 1536 * MIB,
	cpuMs: 6 * 60 * MINUTE,
	wallMs: 10 * MINUTE,
	wallMsPerMebibyte: 200,
	processes: 64,
	files: 64,
	probeOutput: 2 * MIB,
	pictureOutput: 256 * MIB,
	manifestInMemory: 64 * MIB,
	manifestStreamed: 8 * KIB * MIB,
	soundOutput: 4 * KIB * MIB,
	pixels: 2 ** 27,
	keyframes: 240,
};

/** The wall clock one run over `size` bytes gets, in milliseconds. */
export function wallClock(limits: Limits, size: number): number {
	return Math.ceil(limits.wallMs + (size / MIB) * limits.wallMsPerMebibyte);
}
