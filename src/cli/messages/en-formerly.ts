/** What `custos approve --formerly` says. */
export const formerly = {
	help: 'whose new keys these are: name, pseudonym or key they had before, by your word',
	onePerson: '--formerly is said of one person: name who asks to join',
	said: (person: string) =>
		`The ledger says that these are new keys of ${person}. Each lead of their cases gives the place again.`,
};
