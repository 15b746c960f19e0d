import { platform } from '#platform';
import type { Bytes } from '../../src/domain/bytes.ts';
import { toHex } from '../../src/domain/bytes.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { clockOf } from './clock.ts';
import { imageFormats, mediaFormats, previewCommand, probeCommand } from './ffmpeg.ts';
import type { Command } from './jail.ts';
import { type Keyframe, makeKeyframes, makeSheet, pictures } from './keyframes.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { photoTurn } from './orientation.ts';
import { hashPackets, type PacketManifest } from './packets.ts';
import { shapeOf } from './plan.ts';
import { type Probe, type ProbedStream, parseProbe, soundOf, videoOf } from './probe.ts';
import { createRunner, isRefusal, type Runner } from './runner.ts';
import { SNIFF_SIZE, type Sniffed, sniff } from './sniff.ts';
import { makeSoundWave } from './sound-wave.ts';
import type { Source } from './source.ts';
import { type Format, formatOf, type Kind, type Summary, summaryOf } from './summary.ts';
import { findTools, type Tools } from './tools.ts';

export type { Command } from './jail.ts';
export type { Keyframe } from './keyframes.ts';
export { defaultLimits, type Limits } from './limits.ts';
export type { PacketManifest, PacketStream } from './packets.ts';
export { memorySource, type Source } from './source.ts';
export type { Format, Kind, Summary } from './summary.ts';
export { ToolReport } from './tool-report.ts';
export { findTools, type Tools } from './tools.ts';

/** What was found out about an item. Everything here but `tools` could identify the file: seal it. */
export interface Examination {
	readonly kind: Kind;
	readonly format: Format;
	/** ffprobe's JSON exactly as printed; absent for what is no media. */
	readonly probe?: { readonly raw: Bytes; readonly sha256: string };
	readonly keyframes: readonly Keyframe[];
	/** JPEG, at most 5 × 4 pictures. */
	readonly contactSheet?: Bytes;
	/** The sound wave as a file of JSON; of recordings with sound that could be read. */
	readonly soundWave?: Bytes;
	/** For video and audio. */
	readonly packets?: PacketManifest;
	readonly summary: Summary;
	readonly tools: Tools['versions'] | undefined;
	/** Every command run in the jail, in order. */
	readonly commands: readonly Command[];
	readonly warnings: readonly string[];
}

export type Step = 'probe' | 'keyframes' | 'sound' | 'packets';

export interface ExamineOptions {
	readonly limits?: Limits;
	readonly signal?: AbortSignal;
	/** Called when a step begins. */
	readonly onProgress?: (step: Step) => void;
	/** Takes the packet manifest as it is made; without it, it is in the result, up to `limits.manifestInMemory`. */
	readonly onManifest?: (chunk: Uint8Array) => void | Promise<void>;
	/** Other tools than those of the machine. */
	readonly tools?: Tools;
}

/** Of a file that does not tell its length: 1 Mbit/s. */
const BYTES_PER_MS = 125;
/** ffprobe's confidence from which a file without a known mark is believed to be media. */
const BELIEVED = 26;

/**
 * Examines the plaintext of one item with ffprobe and ffmpeg in the jail. A file that is no media is no failure; one
 * that claims to be and cannot be read is. Rejects `tool-failed` or `limit` (the cause may be a ToolReport: seal it),
 * `no-jail`, `config`, the signal's reason when aborted, or what `source.read` rejected with.
 */
export async function examine(source: Source, options: ExamineOptions = {}): Promise<Examination> {
	options.signal?.throwIfAborted();
	const head = await source.read(0, Math.min(SNIFF_SIZE, source.size));
	const sniffed = sniff(head);
	if (sniffed.kind === 'document' || sniffed.kind === 'image-unread') return unexamined(sniffed);

	const tools = options.tools ?? (await findTools());
	const formats = sniffed.kind === 'image' ? imageFormats : mediaFormats;
	const limits = options.limits ?? defaultLimits;
	const runner = createRunner({ tools, source, limits, formats, signal: options.signal });
	options.onProgress?.('probe');
	const known = await probe(runner, sniffed);
	if (known === undefined) return { ...unexamined(sniffed), commands: runner.commands, tools: tools.versions };

	const video = videoOf(known.probe);
	const kind: Kind = sniffed.kind === 'image' ? 'image' : video === undefined ? 'audio' : 'video';
	const turn = sniffed.type === 'jpeg' ? photoTurn(head) : undefined;
	let keyframes: Keyframe[] = [];
	if (video !== undefined) {
		options.onProgress?.('keyframes');
		keyframes =
			kind === 'image'
				? await preview(runner, video, turn)
				: await makeKeyframes(runner, known.probe, video, source.size / BYTES_PER_MS);
		if (keyframes.length === 0) runner.warnings.push('no picture could be made');
	}
	const sound = kind === 'image' ? undefined : soundOf(known.probe);
	if (sound !== undefined) options.onProgress?.('sound');
	const waving = sound && makeSoundWave(runner, sound);
	if (kind !== 'image') options.onProgress?.('packets');
	const sheet = kind === 'video' && keyframes.length > 0 ? makeSheet(runner, keyframes) : undefined;
	const hashing = kind === 'image' ? undefined : packetsOf(runner, known.probe, video, keyframes, options.onManifest);
	// Sheet and wave need little and are made meanwhile; none outlives this call when another fails.
	await Promise.allSettled([sheet, waving, hashing]);
	const [contactSheet, soundWave] = [await sheet, await waving];
	const { frames = [], packets } = (await hashing) ?? {};
	keyframes = keyframes.map((one, i) => (frames[i] === undefined ? one : { ...one, frame: frames[i] }));
	const format = formatOf(known.probe, turn);
	return {
		kind,
		format,
		probe: { raw: known.raw, sha256: toHex(platform.sha256(known.raw)) },
		keyframes,
		...(contactSheet === undefined ? {} : { contactSheet }),
		...(soundWave === undefined ? {} : { soundWave }),
		...(packets === undefined ? {} : { packets }),
		summary: summaryOf(kind, format, keyframes.length, known.probe),
		tools: tools.versions,
		commands: runner.commands,
		warnings: runner.warnings,
	};
}

/** Undefined when the file has no mark of media and ffprobe does not know it either. */
async function probe(runner: Runner, sniffed: Sniffed): Promise<{ raw: Bytes; probe: Probe } | undefined> {
	const { limits, formats } = runner;
	try {
		const raw = await runner.read(probeCommand(formats, limits.pixels), { maxOutput: limits.probeOutput });
		const probe = parseProbe(raw);
		const shown = probe.streams.filter((one) => one.codec_type === 'video' || one.codec_type === 'audio');
		if (sniffed.kind === 'unknown' && (probe.format.probe_score < BELIEVED || shown.length === 0)) return undefined;
		if (shown.length === 0)
			throw new CustosError('tool-failed', 'this file says it is media but holds neither picture nor sound');
		if (shown.some((one) => (one.width ?? 0) * (one.height ?? 0) > limits.pixels)) {
			throw new CustosError('limit', 'the picture is larger than the limit on pixels');
		}
		return { raw, probe };
	} catch (error) {
		if (sniffed.kind === 'unknown' && isRefusal(error)) return undefined;
		throw error;
	}
}

async function packetsOf(
	runner: Runner,
	{ format }: Probe,
	video: ProbedStream | undefined,
	keyframes: readonly Keyframe[],
	onManifest: ExamineOptions['onManifest'],
): Promise<{ frames: (number | undefined)[]; packets: PacketManifest }> {
	const shift = video === undefined ? 0 : clockOf(video.time_base, format.start_time ?? 0).shift;
	const marks = video && { index: video.index, pts: keyframes.map((one) => one.pts - shift) };
	const { frames, ...packets } = await hashPackets(runner, marks, onManifest);
	return { frames, packets };
}

async function preview(runner: Runner, image: ProbedStream, turn: 0 | 90 | 180 | 270 = 0): Promise<Keyframe[]> {
	const { formats, limits } = runner;
	const shape = { ...shapeOf({ ...image, side_data_list: [], tags: { rotate: String(turn) } }) };
	const made = await pictures(runner, previewCommand(image.index, shape, image.time_base, formats, limits.pixels));
	return made.map(({ pts, jpeg }) => ({ ptsMs: 0, pts, timeBase: image.time_base, reason: 'first', jpeg }));
}

function unexamined(sniffed: Sniffed): Examination {
	const kind: Kind = sniffed.kind === 'document' ? 'document' : sniffed.kind === 'image-unread' ? 'image' : 'unknown';
	const format: Format = { container: sniffed.type, audioCodecs: [], hasAudio: false };
	const warnings = sniffed.kind === 'image-unread' ? ['there is no preview of this type of picture'] : [];
	return { kind, format, keyframes: [], summary: summaryOf(kind, format, 0), tools: undefined, commands: [], warnings };
}
