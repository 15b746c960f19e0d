/** Words of `custos expunge`, and of what was expunged. */
export const expunge = {
	state: 'expunged',
	was: (item: string, at: string) => `${item} was expunged on ${at}: nothing of it is left`,
	kept: (item: string, until: string) =>
		`Of the expunged item ${item} the prefixes, and so the keys, are destroyed; a retention keeps its ciphertext here until ${until}.`,
	again: (item: string) => `The item ${item} was expunged after this backup was made: it was expunged again.`,
	onlyKnown:
		'What was expunged later than this backup, and later than every place named with --also, is not known here: name the newest you have, or expunge it again before you let anybody in.',
	helpAlso: 'a newer backup, or the second copy: what it proves to have been expunged later is expunged again',
};
