import type { Command } from './jail.ts';

/**
 * What a tool said before it failed: the `cause` of a `tool-failed` or `limit`. It may quote the file (tags, names,
 * numbers its owner could recognise): seal it, never log it.
 */
export class ToolReport extends Error {
	readonly commands: readonly Command[];
	/** Exit code; 128 + signal when a signal ended it. */
	readonly exitCode: number;
	/** The last 16 KiB of standard error. */
	readonly stderrTail: string;

	constructor(report: { commands: readonly Command[]; exitCode: number; stderrTail: string }) {
		super('what the tool said is in stderrTail');
		this.name = 'ToolReport';
		this.commands = report.commands;
		this.exitCode = report.exitCode;
		this.stderrTail = report.stderrTail;
	}
}
