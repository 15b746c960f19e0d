/** What `custos audit --repair` says. */
export const repair = {
	help: 'first put the read tables right again from the ledger, where somebody changed them; the ledger is never touched',
	nothing: 'Every row of the read tables is as the ledger makes it: nothing was mended.',
	mended: (rows: number) =>
		`${rows === 1 ? 'One row was' : `${rows} rows were`} not as the ledger makes them, and were put right:`,
	was: { changed: 'was changed', gone: 'was gone', foreign: 'came from no entry' },
	prints: 'What was put in their place is what the notary wrote last.',
	noPrints: 'The notary has no prints of these tables: it makes them anew when it starts.',
	kept: (file: string) =>
		`This is written down in ${file} in the notary’s folder. Find out who could write to the database.`,
};
