/** Words of `custos expunge`, and of what was expunged. */
export const expunge = {
	help: 'destroy an item for ever: two stewards at least, and nothing brings it back',
	helpPropose: 'propose, signed by you as a steward, that an item be destroyed',
	helpReason: 'why: sealed to the stewards of today; no other word about it is written down',
	helpList: 'what is proposed to be destroyed, and who agreed',
	helpApprove: 'agree to a proposal; whoever completes the number carries it out at once',
	helpProposal: 'the number of a proposal, or its beginning (`custos expunge list`)',
	helpConfirm: 'the first eight characters of the item’s id, or more: typed, so that nobody destroys by a slip',
	proposed: (item: string, proposal: string) =>
		`Proposed that ${item} be destroyed for ever. Another steward types \`custos expunge approve ${proposal}\`; alone nobody can.`,
	none: 'Nothing is proposed to be destroyed.',
	noSuch: (wanted: string) =>
		`no proposal, or more than one, begins with ${wanted}: \`custos expunge list\` shows them`,
	one: (proposal: string, item: string, reason: string, at: string, by: string, agreed: number, needed: number) =>
		`${proposal}  destroy item ${item} for ever (${reason}), proposed on ${at}; agreed: ${by} (${agreed} of ${needed})`,
	confirm: 'This cannot be undone. First eight characters of the item’s id: ',
	other: 'that is not the item of this proposal: nothing was done',
	alone: 'nobody expunges alone: take in a second steward (`custos invite --role steward`), then propose it',
	unread:
		'the reason was sealed to those who were stewards on that day, and you cannot read it: have it proposed anew. Nothing was done',
	more: (n: number) => `Agreed. ${n === 1 ? 'One more steward' : `${n} more stewards`} must agree before it is done.`,
	done: (item: string, index: number) =>
		`Entry ${index}: ${item} is expunged. Nobody can open it from now on; its ciphertext and all that was said of it are destroyed within a minute, in a second copy that is away when it is back; a store with a retention keeps ciphertext, without keys, until its day. Then make a new backup: the earlier ones still hold it. Out of reach are copies on people’s own computers, what was exported, and keys that were released.`,
	reasons: {
		'court-order': 'a court’s order',
		law: 'the law',
		'person-harmed': 'it harms somebody',
		'source-safety': 'safety of a source',
		unlawful: 'it was unlawful to have',
		other: 'another reason',
		unread: 'reason sealed to others',
	},
	named: (count: number) =>
		`names ${count === 1 ? 'one expunged item' : `${count} expunged items`} by that word, and says nothing else of ${count === 1 ? 'it' : 'them'}`,
	state: (at: string) => `expunged ${at}`,
	ofCase: (count: number) => `${count === 1 ? 'one item' : `${count} items`} expunged`,
	remains: (events: number, entries: number) =>
		`${events} events: of each the leaf and what the notary said of it are left, proven in the log of ${entries} entries; what they said, and by whom, is destroyed, but for who began reports of it.`,
	keptUntil: (until: string) => `key destroyed, ciphertext until ${until}`,
	was: (item: string, at: string) => `${item} was expunged on ${at}: nothing of it is left`,
	kept: (item: string, until: string) =>
		`Of the expunged item ${item} the prefixes, and so the keys, are destroyed; a retention keeps its ciphertext here until ${until}.`,
	earlier: (until: string) =>
		`ALARM: a retention keeps earlier backups here until ${until}, and in them prefixes of what was expunged: until they are gone, whoever has an item’s key or the recovery key opens it from there. The first backup after that day deletes them.`,
	unproven: (item: string) =>
		`ALARM: the tables say that the item ${item} was expunged, and nothing proves it: nothing of it was taken out of any backup. Run \`custos audit\`.`,
	unknown: (item: string) =>
		`ALARM: nothing says any more where the bodies of the expunged item ${item} lay: no key to them is in these backups, their ciphertext may be. A new backup in an empty folder holds nothing of it; then destroy this one.`,
	again: (item: string) => `The item ${item} was expunged after this backup was made: it was expunged again.`,
	noProof: (name: string) =>
		`ALARM: ${name} in a place that was asked is not the proof of an expungement by this log: nothing was destroyed by it, all else is restored. Find out who wrote it. If that item was expunged, it is back: restore again with --also and a place that proves it, or expunge it again before you let anybody in.`,
	onlyKnown:
		'What was expunged later than this backup, and later than every other place that was asked, is not known here: name a newer one with --also, or expunge it again before you let anybody in.',
	secondAsked: (place: string) => `The second copy ${place} was asked what was expunged later, too.`,
	secondNotAsked: (place: string) =>
		`The second copy ${place} was not asked: it cannot be read, or nothing lies there. What it alone knows to be expunged is back here. Do not start this archive: see that the copy is connected, remove the data folder that was just made, and restore again. Only if the copy is new or lost for good:`,
	nothingNewer:
		'nothing was restored: no place is named that knows what was expunged after this backup, and that would be back. Name the newest you have, a newer backup or the second copy, with --also PLACE; if there is none, repeat the command with --nothing-newer',
	secondSilent: (place: string) =>
		`nothing was restored: the second copy ${place} knows what was expunged after this backup, and it cannot be read, or nothing lies there. See that it is connected, and repeat the command; if it is new or lost, repeat it with --nothing-newer: it is then not asked, only what --also names`,
	helpNothingNewer: 'there is no newer place than those named: restore, though what was expunged later may be back',
	helpAlso: 'a newer backup, or the second copy: what it proves to have been expunged later is expunged again',
};
