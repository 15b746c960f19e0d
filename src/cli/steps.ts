import type { Context } from './context.ts';

/** The steps of a long task by their names, on stderr: redrawn on a terminal, a line a step elsewhere. */
export function stepsOn(context: Context, names: { readonly [phase: string]: string }) {
	const { io } = context;
	let [phase, drawn] = ['', false];
	const end = (): void => {
		if (drawn) io.err('\n');
		drawn = false;
	};
	return {
		show(step: { phase: string; done: number; total?: number | undefined }): void {
			if (step.phase !== phase) end();
			const text = `${names[step.phase] ?? step.phase} ${step.done}${step.total === undefined ? '' : `/${step.total}`}`;
			if (io.terminal) io.err(`\r\x1b[2K${text}`);
			else if (step.phase !== phase && !context.json) io.err(`${names[step.phase] ?? step.phase}\n`);
			drawn = io.terminal;
			phase = step.phase;
		},
		done: end,
	};
}
