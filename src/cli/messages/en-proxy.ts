/** What `custos show --proxy` says. */
export const proxy = {
	help: 'write the copy that players play into this new file; it is asked for and waited for if there is none (entries in the ledger)',
	asked: (entry: number) =>
		`A playable copy is asked for, entry ${entry} of the ledger. A media worker makes it; this waits.`,
	being: 'A playable copy is being made; this waits.',
	failed: (reason: string) => `the playable copy could not be made: ${reason}`,
	wrote: (file: string, size: string) => `${file}, ${size}: a working copy with the original’s times and frames`,
};
