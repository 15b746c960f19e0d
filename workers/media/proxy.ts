import { CustosError } from '../../src/domain/errors.ts';
import { mediaFormats, probeCommand } from './ffmpeg.ts';
import { indexedHead } from './fragment-index.ts';
import { FragmentStream } from './fragments.ts';
import type { Command } from './jail.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { durationOf, parseProbe, videoOf } from './probe.ts';
import { chooseEncoders, type Encoders, proxyCommand, proxyShape } from './proxy-plan.ts';
import { createRunner } from './runner.ts';
import type { Source } from './source.ts';
import { findTools, type Tools } from './tools.ts';

/** A proxy: what is said of it, besides its bytes, which went into the sink. */
export interface PlayableCopy {
	readonly type: 'video/mp4' | 'audio/mp4';
	readonly width?: number;
	readonly height?: number;
	readonly durationMs: number;
	readonly tools: Tools['versions'];
	/** Every command run in the jail, in order. */
	readonly commands: readonly Command[];
	readonly warnings: readonly string[];
}

/** Takes a file whose beginning is known last. */
export interface ProxySink {
	write(bytes: Uint8Array): Promise<void>;
}

/** Bytes a proxy may have, its head left out. */
const LARGEST = 8 * 2 ** 30;
const CHUNK = 65_536;

/** Whole chunks that are left for the head: room for an index of two fragments a second, up to ten hours. */
export function headChunks(durationMs: number): number {
	return Math.min(8, Math.ceil((16_384 + (durationMs / 500) * 12) / CHUNK));
}

/**
 * Transcodes an item in the jail into something browsers play. `open` is given the size in chunks of the head, and returns
 * where the rest goes; resolves with the head. Rejects as `examine`, and `tool-failed` when there is neither picture nor
 * sound in it, `config` when this ffmpeg has no encoder for it.
 */
export async function makeProxy(
	source: Source,
	open: (headChunks: number) => Promise<ProxySink>,
	options: { limits?: Limits; signal?: AbortSignal; tools?: Tools; encoders?: Encoders } = {},
): Promise<{ head: Uint8Array; proxy: PlayableCopy }> {
	const tools = options.tools ?? (await findTools());
	const limits = options.limits ?? defaultLimits;
	const runner = createRunner({ tools, source, limits, formats: mediaFormats, signal: options.signal });
	const listed = await runner.read(
		{ program: 'ffmpeg', args: ['-hide_banner', '-encoders'] },
		{ maxOutput: limits.probeOutput },
	);
	const encoders = options.encoders ?? chooseEncoders(new TextDecoder().decode(listed));
	if (encoders === undefined)
		throw new CustosError('config', 'this ffmpeg has neither libx264 nor libvpx-vp9: install one that has');

	const raw = await runner.read(probeCommand(mediaFormats, limits.pixels), { maxOutput: limits.probeOutput });
	const probe = parseProbe(raw);
	const video = videoOf(probe);
	const audio = probe.streams.find((one) => one.codec_type === 'audio');
	if (video === undefined && audio === undefined)
		throw new CustosError('tool-failed', 'there is neither picture nor sound in this file');

	const chunks = headChunks(durationOf(probe) ?? 36_000_000);
	const sink = await open(chunks);
	const stream = new FragmentStream((bytes) => sink.write(bytes));
	await runner.run([proxyCommand({ video, audio }, encoders, mediaFormats, limits.pixels)], {
		maxOutput: LARGEST,
		onOutput: (chunk) => stream.take(chunk),
	});
	const { head, durationMs } = indexedHead(stream.finish(), chunks * CHUNK);
	return {
		head,
		proxy: {
			...shownAs(video),
			durationMs,
			tools: tools.versions,
			commands: runner.commands,
			warnings: runner.warnings,
		},
	};
}

function shownAs(video: ReturnType<typeof videoOf>): Pick<PlayableCopy, 'type' | 'width' | 'height'> {
	if (video === undefined) return { type: 'audio/mp4' };
	const { width, height, turn } = proxyShape(video);
	return turn === 90 || turn === 270
		? { type: 'video/mp4', width: height, height: width }
		: { type: 'video/mp4', width, height };
}
