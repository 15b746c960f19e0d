/** Words of `custos loss`. */
export const loss = {
	help: 'go on after part of the ledger is lost for ever: by a steward’s signed statement, and by everyone’s own consent',
	helpState: 'state, signed by you as a steward, that entries are lost; only while nothing newer can be brought back',
	helpCheckpoint: 'a checkpoint of what is lost, signed by the log (else the one that a witness shows)',
	helpFrom: 'the first lost entry (else, where a witness holds the archive, the first that it does not have)',
	helpAccept: 'go on with the archive although you saw entries that are lost, where a steward has stated that loss',
	helpList: 'the losses that stewards have stated',
	noCheckpoint:
		'no witness shows what is lost: give a checkpoint of it with --checkpoint, out of anybody’s receipt or a bag (data/ledger/checkpoint)',
	whichFirst:
		'no witness holds this archive, so where the loss begins is known to you alone: give --from, as many entries as were brought back (custos restore says it)',
	nothingLost: (size: number, from: number) => `that checkpoint is of ${size} entries: entry ${from} is not among them`,
	badNumber: '--from takes the number of an entry',
	stated: (index: number, first: number, last: number) =>
		`Stated in entry ${index}: ${first === last ? `entry ${first} is` : `entries ${first} to ${last} are`} lost. Tell everyone; whoever saw them types \`custos loss accept\` once. Witnesses who saw them will not sign this ledger again: ask them for a new witness.`,
	one: (index: number, who: string, at: string, first: number, last: number) =>
		`Entry ${index}, by ${who} on ${at}: ${first === last ? `entry ${first} was` : `entries ${first} to ${last} were`} lost.`,
	noneFits: (size: number) =>
		`no steward has stated a loss that fits what you saw (${size} entries): do not go on; keep your receipts and compare with others`,
	known: (size: number) =>
		`you have gone on from the loss that was stated once already, and saw ${size} entries after it: it does not explain what is missing now. Do not go on; keep your receipts and compare with others`,
	accepted: (size: number, root: string, first: number) =>
		`You had seen ${size} entries, root ${root}. Keep your receipts of entry ${first} and later: they prove what was lost.`,
	none: 'No loss was ever stated.',
};
