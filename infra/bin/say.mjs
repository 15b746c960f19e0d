/** One line for the person at the terminal; on stderr, so that what a command prints on stdout stays clean. */
export function say(line) {
	process.stderr.write(`custos: ${line}\n`);
}

/** Says why nothing more can be done and ends with exit code 1. */
export function giveUp(...lines) {
	for (const line of lines) say(line);
	process.exit(1);
}
