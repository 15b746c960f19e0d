/** What the command line says of time authorities. */
export const time = {
	authorities:
		'certificates (PEM) of the time authorities you trust, or of who vouches for them, from elsewhere than the bag',
	stamps:
		'a time authority (RFC 3161) that says when report.pdf was signed; it learns a hash, and from where it is asked (without it: one that the archive asks, through the archive)',
	stampsNot: 'nobody outside says when report.pdf was signed, though the archive asks a time authority',
	noToken: (authority: string, why: string) =>
		`${authority} gives no time for report.pdf: ${why}. The report was not made; that it was begun stays in the ledger. Try again, or without it: --no-time-authority`,
	title: 'Time        ',
	unasked: 'Time        no authority is asked: times are those of the signers and of the notary',
	notYet: (authority: string) => `${authority} has stamped nothing yet`,
	by: (authority: string, size: number, entries: number, at: string) =>
		`${size === entries ? `all ${size}` : `${size} of ${entries}`} entries stamped by ${authority}, last ${at}`,
	trouble: (why: string, since: string) => `${why}, since ${since}; what is new is stamped later, never back-dated`,
	why: {
		away: 'it does not answer',
		refused: 'it refuses',
		bad: 'what it answers is no time token over what was sent',
	},
};
