/** What `custos put` says. Reasons are also written into the ledger's sealed completeness statement, in these words. */
export const put = {
	help: 'take files and folders into a case: sealed here, resumed after any interruption, done when every item is kept',
	paths: 'files and folders; links in them are not followed',
	intake: 'what is known of the delivery, as YAML (see --example-intake)',
	retryFailed: 'take only what failed before; a delivery that was cut off is finished instead',
	again: 'take everything once more, as a new delivery',
	noWait:
		'end when everything is received, without waiting until it is kept; a later put of the same folder finishes it',
	exampleIntake: 'print an intake record to fill in',
	noPaths: 'name a file or folder to take in',
	noRecord:
		'No intake record was given (--intake): the delivery is said to be of unknown origin. See custos put --example-intake',
	earlierRecord: 'No intake record was given (--intake): the one of the last delivery of this folder is used again.',
	/** `before`: files that an earlier delivery brought; `begun`: this delivery was begun earlier, with another record or none. */
	recordNotTaken: (before: number, begun: boolean) =>
		`THE INTAKE RECORD WAS NOT TAKEN: ${
			begun
				? 'this delivery was begun earlier with another record, or with none, and keeps that'
				: before > 0
					? 'nothing new was taken, and what an earlier delivery brought keeps the record of that delivery'
					: 'nothing was taken that it could be said of'
		}.${before > 0 || begun ? ' To take everything once more, as a new delivery with this record: the same command with --again' : ''}`,
	recordUnreadable: (reason: string) => `the intake record cannot be read: ${reason}`,
	recordNotYaml: (path: string, line: number | undefined) =>
		`${path} is not an intake record: it is not YAML${line === undefined ? ' with fields' : ` (line ${line})`}; \`custos put --example-intake\` prints one to fill in`,
	recordEmpty: (path: string) =>
		`${path} says nothing: fill it in (\`custos put --example-intake\` prints a record), or leave out --intake`,
	recordFields: (path: string, fields: string) =>
		`${path} has a field that is unknown, not filled in rightly, or a date that cannot be: ${fields}; see \`custos put --example-intake\``,
	sending: 'sealing and sending',
	keeping: 'being kept',
	resumed: (files: number) => `Going on where an earlier run stopped (${files} files in hand).`,
	changed: (path: string) => `changed, started anew: ${path}`,
	same: (path: string, as: string) => `same content: ${path} as ${as}`,
	failed: (path: string, reason: string) => `NOT TAKEN: ${path}: ${reason}`,
	skipped: (path: string, reason: string) => `skipped: ${path}: ${reason}`,
	moreSame: 'More files with the same content are listed in the completeness statement.',
	away: (seconds: number) =>
		`The archive does not answer. Nothing is lost; trying again in ${seconds} seconds (Ctrl-C stops, the same command goes on later)…`,
	workerMissing:
		'No media worker takes the items up yet. They are received; the same command finishes later (or wait here).',
	reasons: {
		'symbolic-link': 'a symbolic link, not followed',
		'special-file': 'a pipe, socket or device, not opened',
		unreadable: 'it cannot be read',
		missing: 'it is not there',
		'the file changed while it was read': 'it changed while it was read',
		'the file became shorter while it was read': 'it became shorter while it was read',
		'the file is not the one that was begun': 'it is not the file that was begun',
		'the file is said to be empty and is not': 'its system says that it is empty, and it is not: take a copy of it',
		'an earlier run began it, and it is no longer there': 'an earlier run began it, and it is no longer there',
		'the stored bytes are not those that were sent': 'what the archive stored is not what was sent',
	} as { readonly [reason: string]: string },
	/** The completeness statement. */
	complete: (kept: number, size: string) => `COMPLETE: every file is kept: ${items(kept)}, ${size}.`,
	incomplete: (kept: number, size: string, failed: number) =>
		`NOT COMPLETE: ${items(kept)} kept, ${size}; ${failed} NOT kept:`,
	received: (received: number) =>
		`Received: ${items(received)}. ${received === 1 ? 'It is' : 'They are'} not kept yet; the same command without --no-wait waits for that and closes the delivery.`,
	before: (files: number) =>
		files === 1
			? '1 file was kept by an earlier delivery and has not changed since.'
			: `${files} files were kept by an earlier delivery and have not changed since.`,
	sameCount: (files: number) =>
		`${files} ${files === 1 ? 'file has' : 'files have'} the same content as another; each is an item of its own:`,
	sameNotAll: (items: number) =>
		`Compared only with the first ${items} items of the case: custos ls says of all which have the same content.`,
	changedCount: (files: number) =>
		files === 1
			? '1 file had changed since it was begun or taken, and was started anew:'
			: `${files} files had changed since they were begun or taken, and were started anew:`,
	skippedCount: (files: number) =>
		files === 1
			? '1 entry holds no content and was not followed or opened:'
			: `${files} entries hold no content and were not followed or opened:`,
	more: (rest: number) => `… and ${rest} more`,
	retried: (kept: number, size: string) => `KEPT of what had failed: ${items(kept)}, ${size}.`,
	unasked: (files: number) =>
		`${files} ${files === 1 ? 'other file of the folder is' : 'other files of the folder are'} NOT in the archive, and ${files === 1 ? 'was' : 'were'} not asked for: take them without --retry-failed.`,
	nothing: 'There was nothing to take.',
	entry: (index: number, intake: string) => `Written into the ledger as entry ${index} (delivery ${intake}).`,
	/** The statement as the ledger gives it back. */
	stated: (kept: number, size: string, before: number, failed: number, skipped: number) =>
		`kept ${kept} (${size}), kept before ${before}, not kept ${failed}, without content ${skipped}`,
	stopped: 'Interrupted. Nothing is lost: the same command goes on where this one stood.',
	retryHint: 'When the reason is gone: the same command with --retry-failed',
};

function items(count: number): string {
	return `${count} ${count === 1 ? 'item' : 'items'}`;
}
