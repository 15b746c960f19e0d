import { defaultLimits, type Limits, memorySource, type Source, type Tools } from '../../workers/media/examine.ts';
import { run } from '../../workers/media/run.ts';

/** Runs whatever stands in ffmpeg's place, in the jail, and gives back what it printed. */
export async function runStandIn(
	tools: Tools,
	options: { limits?: Partial<Limits>; wallMs?: number; source?: Source; signal?: AbortSignal } = {},
): Promise<Buffer> {
	const printed: Uint8Array[] = [];
	await run(tools, {
		commands: [{ program: 'ffmpeg', args: [] }],
		source: options.source ?? memorySource(Buffer.from('plaintext of the item')),
		limits: { ...defaultLimits, ...options.limits },
		wallMs: options.wallMs ?? 30_000,
		maxOutput: 1024 * 1024,
		signal: options.signal,
		onOutput: (chunk) => void printed.push(chunk),
	});
	return Buffer.concat(printed);
}
