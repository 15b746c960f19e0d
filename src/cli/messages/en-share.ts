/** Items in several cases. */
export const share = {
	help: {
		share: 'put an item into another of your cases, without copying it',
		to: 'the other case; you may add items to it',
		from: 'the case it is in, if it is in several',
		purpose: 'why, for the members of the other case',
		again: 'it is there already: seal its key and its record there anew',
	},
	done: (item: string, to: string) => `${item} is in ${to} too. Its members open it there, each opening is an entry.`,
	after: (to: string) => `See it there: custos ls --case ${to}`,
	already: (to: string) => `it is in ${to} already; --again seals its key and its record there anew`,
	notYet: (state: string) => `this item is ${state}: share it once it is examined (custos status)`,
	notThere: (to: string) => `you only read in ${to}: items are shared into a case by who may add to it`,
	notLead: (from: string) => `items of ${from} are shared into another case by its leads`,
	same: 'this is the case that the item is in: name another with --to',
	here: 'from another case',
	elsewhere: 'also in another case',
	said: 'in another case',
	ofTheFirst: 'this item is examined again in the case that received it',
};
