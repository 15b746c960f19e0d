/** What is said on the archive's own machine: of audits and backups. */
export const machine = {
	phase: { entries: 'entries', tables: 'tables', objects: 'objects', audit: 'audit' } as {
		readonly [phase: string]: string;
	},
	auditClean: (entries: number, signatures: number, rows: number, objects: number, bytes: string, seconds: string) =>
		`CLEAN: ${entries} entries (${signatures} signatures), ${rows} rows of the read tables, ${objects} objects (${bytes}) are what the ledger says; ${seconds} s.`,
	auditDiffers: 'NOT AS IT MUST BE. The first difference:',
	auditOwnKey:
		'Checked against the log key of this machine’s own notary; --log-key, or --home with your folder, checks against the one you trust.',
	backedUp: (number: number, entries: number, added: number, objects: number, copied: number, size: string) =>
		`Backup ${number}: ${entries} entries (${added} new), ${objects} objects (${copied} new), ${size} written and read back.`,
	afterBackup: 'It needs the recovery key to restore. Keep the two apart.',
	notOurs: (place: string) =>
		`${place} holds other things, and no backup: name an empty folder, one that is not there yet, or that of earlier backups`,
	noBackup: (place: string) => `there is no backup in ${place}: name the folder that custos backup wrote`,
	placeFailed: (place: string, system: string) => {
		if (system === 'ENOSPC' || system === 'EDQUOT')
			return `the disk of ${place} is full: make room there, or name a folder on another disk, and repeat the command`;
		if (system === 'EFBIG')
			return `the disk of ${place} takes no file as large as is needed: name a folder on another disk, and repeat the command`;
		if (system === 'EROFS')
			return `the disk of ${place} is read-only: make it writable, or name a folder on another disk, and repeat the command`;
		if (system === 'EACCES' || system === 'EPERM')
			return `${place} may not be read or written by you: change that, or name another folder, and repeat the command`;
		return `${place} fails (${system}): see that its disk is connected and sound, then repeat the command`;
	},
	noRecovery: (file: string) => `there is no file ${file}: --recovery names the recovery key that init wrote`,
	restored: (number: number, entries: number) =>
		`Backup ${number} is restored: ${entries} entries, audited from the first to the last.`,
	afterRestore: 'Start it with:  npm start   (never where the old archive still runs)',
	workerAnew:
		'Then take its media worker in anew, for its keys are in no backup: `custos invite --role worker` gives a line; stop the archive once and start it with that line, `INVITE=LINE npm start`; `custos approve` lets it in; `custos retry --waiting`, by an editor of each case, passes it what waits. Until then nothing new is kept.',
	faults: (count: number) => `${count} objects are missing or damaged:`,
};
