import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Io } from './io.ts';

/** The real terminal. Ctrl-C aborts once, so that half-written files are cleared away; twice, it ends at once. */
export function terminalIo(): Io {
	const abort = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => {
			if (abort.signal.aborted) process.exit(130);
			abort.abort(new DOMException('interrupted', 'AbortError'));
		});
	}
	for (const stream of [process.stdout, process.stderr]) {
		// A reader that has gone (`custos ls | head`) is no failure.
		stream.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'EPIPE') process.exit(0);
			throw error;
		});
	}
	return {
		out: (text) => void process.stdout.write(text),
		err: (text) => void process.stderr.write(text),
		env: process.env,
		terminal: process.stderr.isTTY === true && process.env['TERM'] !== 'dumb',
		width: () => process.stderr.columns ?? 80,
		...(process.stdin.isTTY === true ? { ask: (question, options) => ask(question, options.hidden, abort) } : {}),
		read: readAll,
		signal: abort.signal,
	};
}

async function ask(question: string, hidden: boolean, abort: AbortController): Promise<string> {
	const screen = new Writable({
		write(piece, _encoding, done) {
			if (!hidden) process.stderr.write(piece);
			done();
		},
	});
	const lines = createInterface({ input: process.stdin, output: screen, terminal: true, historySize: 0 });
	// In raw mode the terminal sends Ctrl-C to us as a key.
	lines.on('SIGINT', () => abort.abort(new DOMException('interrupted', 'AbortError')));
	try {
		if (hidden) process.stderr.write(question);
		return await lines.question(hidden ? '' : question, { signal: abort.signal });
	} finally {
		lines.close();
		if (hidden) process.stderr.write('\n');
	}
}

async function readAll(): Promise<string> {
	const pieces: Buffer[] = [];
	for await (const piece of process.stdin) pieces.push(piece as Buffer);
	return Buffer.concat(pieces).toString('utf8');
}
