/** Words about the keys of cases. */
export const keys = {
	help: 'give a case a new key: who is out of it or suspended reads nothing that is written from then on',
	reason: 'why, sealed to the members',
	rekeyed: (title: string, generation: number, given: number) =>
		`${title} has a new key (number ${generation}), given to ${given} ${given === 1 ? 'member' : 'members'}. The older ones stay with those who had them.`,
	notUndone:
		'It does not take back what they saw or keep: names, notes and keys of items they opened stay theirs. The notary gives them nothing more.',
	notRekeyed: (why: string, prefix: string) =>
		`The case did NOT get a new key (${why}): they could still read what is written from now on, if they got hold of it. Do it now:  custos case rekey ${prefix}`,
	removed: (person: string, prefix: string) =>
		`${person} was put out and still knows the key of this case: give it a new one (custos case rekey ${prefix})`,
	suspended: (person: string, prefix: string) =>
		`${person} is suspended and knows the key of this case: give it a new one (custos case rekey ${prefix})`,
	lacking: (person: string) =>
		`${person} has not been given the newest key of this case: they read what is older. A lead’s \`custos case members\` gives it to them.`,
	mended: (person: string) => `${person} was given the newest key of this case just now.`,
	youLack: (prefix: string) =>
		`You have not been given the newest key of ${prefix}: what was written since does not open for you. Ask a lead of it to run  custos case members ${prefix}`,
	tellLeads: 'Tell the leads of their cases:  custos case rekey CASE',
};
