/** What the command line touches of the process around it; tests and the demo give their own. */
export interface Io {
	/** To stdout. */
	out(text: string): void;
	/** To stderr. */
	err(text: string): void;
	env: NodeJS.ProcessEnv;
	/** True if stderr is a terminal that can redraw. */
	terminal: boolean;
	/** Columns of that terminal. */
	width(): number;
	/** Asks the person at the terminal for a line; undefined when there is nobody to ask. `hidden`: without echo. */
	ask?: (question: string, options: { hidden: boolean }) => Promise<string>;
	/** All of stdin, for those who pipe a secret in. */
	read(): Promise<string>;
	/** Aborted by Ctrl-C. */
	signal: AbortSignal;
}
