import { type Bytes, concat } from '../../src/domain/bytes.ts';
import { type CustosError, isCustosError } from '../../src/domain/errors.ts';
import { cached } from './block-cache.ts';
import type { Command } from './jail.ts';
import { type Limits, wallClock } from './limits.ts';
import { type Job, run } from './run.ts';
import type { Source } from './source.ts';
import { ToolReport } from './tool-report.ts';
import type { Tools } from './tools.ts';

export type Outputs = Pick<Job, 'maxOutput' | 'onOutput' | 'onSide' | 'onList'> & {
	/** Instead of the item: something made from it. */
	readonly source?: Source;
};

/** Runs the commands of one examination, and remembers them and what went less than well. */
export interface Runner {
	readonly limits: Limits;
	/** Demuxers that may open the item. */
	readonly formats: string;
	readonly commands: readonly Command[];
	readonly warnings: string[];
	/** ffmpeg or ffprobe; or two ffmpegs, the first writing what the second reads. */
	run(commands: Job['commands'], outputs: Outputs): Promise<void>;
	/** The same, with standard output in memory. */
	read(command: Command, outputs: Omit<Outputs, 'onOutput'>): Promise<Bytes>;
}

export interface RunnerOptions {
	readonly tools: Tools;
	readonly source: Source;
	readonly limits: Limits;
	readonly formats: string;
	readonly signal?: AbortSignal | undefined;
}

export function createRunner({ tools, source, limits, formats, signal }: RunnerOptions): Runner {
	const item = cached(source);
	const commands: Command[] = [];
	const warnings: string[] = [];
	const runner: Runner = {
		limits,
		formats,
		commands,
		warnings,
		async run(now, outputs) {
			const number = commands.push(...now);
			const input = outputs.source ?? item;
			const { stderr } = await run(tools, {
				...outputs,
				commands: now,
				source: input,
				limits,
				wallMs: wallClock(limits, input.size),
				signal,
			});
			const complaints = stderr.split('\n').filter(Boolean).length;
			if (complaints > 0) warnings.push(`command ${number} went on after ${complaints} complaints`);
		},
		async read(command, outputs) {
			const chunks: Uint8Array[] = [];
			await runner.run([command], { ...outputs, onOutput: (chunk) => void chunks.push(chunk) });
			return concat(...chunks);
		},
	};
	return runner;
}

/** True when a tool refused the file in good order: neither a crash, nor a limit, nor a missing jail. */
export function isRefusal(error: unknown): error is CustosError {
	return isCustosError(error, 'tool-failed') && error.cause instanceof ToolReport && error.cause.exitCode < 128;
}
