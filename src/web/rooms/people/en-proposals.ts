/** Words for how many stewards must agree. */
export const threshold = {
	onlyOne:
		'There is one steward. For decisions to take several, let in another steward first: invite them with that role.',
	proposed: 'Another number is proposed below.',
	change: 'Have more or fewer agree',
	label: 'How many stewards must agree',
	hint: 'From 1 to {{active}}: there are {{active}} stewards.',
	needs: 'For this very change {{needed}} must agree: the larger of the old number and the new one.',
	one: 'One steward will decide everything alone but the destruction of items, which always takes two: a single stolen passphrase is then enough to let in anybody, and to lock out everybody.',
	lower: 'Fewer than today will be enough. Make sure that nobody is being pressed into this.',
	all: 'All stewards will be needed: if one loses their keys, nobody can be let in or given access any more. One steward more than needed is safer.',
	title: '{{threshold}} of {{active}} stewards?',
	signed: 'This is signed by you and stands in the ledger.',
	propose: 'Propose',
	done: 'From now on {{count}} must agree.',
};

/** Words for destroying an item for ever. */
export const expunge = {
	gone: 'What will be gone, for everybody and for ever',
	file: 'The file itself. From then on no key opens it, the recovery key neither; then its bytes are destroyed, here and in the second copy.',
	said: 'All that was made of it and said of it: key frames, working copies, clips, notes, titles, who opened it and why, in every case it is in.',
	stays:
		'What stays: that there was something, things of which kind happened to it and when, which cases it was in, its exhibit numbers, which nothing else gets, under which pseudonyms reports of it were begun, what people outside its cases tried and were refused, and that these stewards expunged it.',
	beyond:
		'Out of reach: copies on people’s own computers, what was exported, and older backups. Make a new backup afterwards.',
	never: 'Nobody can undo this.',
	anew: 'You cannot read why, so there is nothing to agree to. Have it proposed anew.',
	id: 'Id of the item:',
	type: 'To agree, type the first eight characters of its id',
	other: 'That is another item: compare with whoever proposed it, by voice.',
	agree: 'I agree that it be destroyed',
	destroy: 'I agree: destroy it now',
	carryOut: 'Destroy it now',
	done: 'Entry {{index}}: {{item}} is expunged. Nobody can open it from now on; its bytes are destroyed within a minute, in a second copy that is away when it is back; a store with a retention keeps ciphertext, without keys, until its day. Make a new backup: the earlier ones still hold it.',
};

/** Words for what stewards decide together. */
export const proposals = {
	title: 'Proposed by stewards',
	none: 'Nothing is proposed.',
	howManyOne: '1 of {{active}}: one steward alone decides; to destroy an item takes two.',
	howMany:
		'{{threshold}} of {{active}} stewards must agree to let somebody in, to give access back, to suspend a steward, to state a loss, to rotate the key of the ledger, to change this number; to destroy an item at least two. To suspend anybody else takes one, at once.',
	allNeeded:
		'All of them are needed: if one loses their keys, nobody can be let in or given access any more. Take in one more steward.',
	enrol: 'Let in {{who}}. Role: {{role}}.',
	formerly: 'The same person as {{before}} before.',
	suspend: 'Suspend {{who}}.',
	reinstate: 'Give access back to {{who}}.',
	threshold: 'From then on it takes {{count}} of the stewards.',
	loss: 'State that the ledger is lost from entry {{from}} on.',
	rotateLog:
		'Rotate the key of the ledger. Compare the fingerprint of the next key with what the archive’s machine shows: {{print}}',
	expunge: 'Destroy the item {{item}} for ever.',
	why: {
		'court-order': 'The reason, sealed to stewards: a court’s order.',
		law: 'The reason, sealed to stewards: the law.',
		'person-harmed': 'The reason, sealed to stewards: it harms somebody.',
		'source-safety': 'The reason, sealed to stewards: safety of a source.',
		unlawful: 'The reason, sealed to stewards: it was unlawful to have.',
		other: 'The reason, sealed to stewards: another one.',
		unread: 'The reason was sealed to the stewards of that day and does not open to you. Have it proposed anew.',
	},
	by: 'Proposed by {{name}}, {{time}}, entry {{entry}}.',
	agree: 'Agreed, {{have}} of {{needed}}: {{names}}.',
	over: {
		stale: 'Over: a steward was suspended since. Propose it anew.',
		expired: 'Over: thirty days went by. Propose it anew.',
	},
	approve: 'I agree',
	approveLabel: 'I agree: {{what}}',
	carryOut: 'Carry it out',
	youAgreed: 'You have agreed. It waits for another steward.',
	approveTitle: 'Agree to this?',
	approveText: 'This is signed by you and stands in the ledger. If it makes the number full, it is done at once.',
	approveYes: 'Agree',
	withdraw: 'Take back',
	withdrawTitle: 'Take this proposal back?',
	withdrawText: 'That it was proposed stays in the ledger.',
	agreed: 'You have agreed. {{have}} of {{needed}} stewards agree.',
	done: 'Done: {{what}}',
	waits: 'Proposed, not done yet: {{have}} of {{needed}} stewards agree. The others see it here, under People.',
	withdrawn: 'Taken back.',
};
