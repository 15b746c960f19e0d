/** What `custos monitor` says. */
export const monitor = {
	help: 'follow the log of an archive from outside: hash every entry of it again, and give alarm when it contradicts itself',
	url: 'where the log is served: the archive’s address, or the prefix of any log of C2SP tlog-tiles',
	dir: 'folder of your own copy; any web server can serve it again',
	every: 'seconds between two looks',
	once: 'look once and end',
	needs: 'say where the log is and, by --log-key, whose it must be (else the archive of your own folder is taken)',
	badEvery: 'write --every as a whole number of seconds, from 1 to 86400',
	badUrl: 'this is not an address that begins with http:// or https://',
	reads: 'entries read and hashed',
	followed: (size: number, added: number) =>
		added === 0 ? `${size} entries, nothing new` : `${size} entries, ${added} of them new, under the signed root`,
	away: 'the log does not answer; it is asked again',
	alarm: {
		'not-signed': 'the checkpoint is not signed by the key you gave',
		'went-back': 'the log has fewer entries than it had',
		'two-histories': 'the log has signed two different histories of the same length',
		changed: 'entries that were there before are others now',
		'other-root': 'the entries that are served do not make the root that is signed',
		withheld: 'the log does not serve all the entries that its checkpoint covers',
	},
	whatNow: (file: string) =>
		`What was seen before and what is said now is kept in ${file}. Keep the folder, show both to others who hold receipts, and trust nothing newer.`,
};
