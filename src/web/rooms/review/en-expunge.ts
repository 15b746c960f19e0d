/** Words for proposing that an item be destroyed. */
export const expunge = {
	action: 'Destroy for ever…',
	title: 'Propose to destroy this item for ever?',
	text: 'You sign a proposal; nothing happens to the item yet. Another steward reads it in the People room and agrees, or does not. Once enough agreed, the file, all that was made of it and all that was said of it are gone, in every case, and nobody can undo it.',
	why: 'Why?',
	whyHint: 'Sealed to the stewards of today. No other word about it is written down.',
	reason: {
		'court-order': 'A court’s order',
		law: 'The law',
		'person-harmed': 'It harms somebody',
		'source-safety': 'Safety of a source',
		unlawful: 'It was unlawful to have',
		other: 'Another reason',
	},
	type: 'Type {{start}}: the beginning of this item’s id',
	alone: 'Nobody destroys alone. Let in a second steward first, then propose it.',
	propose: 'Propose',
	done: 'Proposed. Another steward has to agree, in the People room.',
};
