/** A report given away, and what its recipient says. */
export const handOver = {
	help: {
		group: 'give a report to its recipient: one sealed file; enter what they say of it',
		seal: 'seal a bag to its recipient as one file, which the stock age program opens; an entry',
		to: 'their public age keys (age1…)',
		passphrase: 'seal it with a passphrase of seven words, made now and shown once',
		recipient: 'who they are, for the members of the case; if not said, as in the report',
		out: 'the sealed file; if not said, BAG.zip.age',
		acknowledged: 'enter a recipient’s acknowledgement: their file, or in your words what they said',
		note: 'their file; or with --said the number of the report',
		case: 'the case, if the number fits reports of several',
		said: 'what they said, where they signed nothing',
		when: 'when they said it',
		on: 'on what: a letter, its number, by telephone',
		acknowledge:
			'for whoever received a bag: check it, and say in a small signed file that you have it (no account needed)',
		key: 'your key; made here if there is no such file. Keep it: by it you show later that you said this',
		by: 'who you are, in one line; you need not say',
		checked:
			'a recipient’s acknowledgement: check that it is signed and about this report, or an earlier one of its case',
		noteOut: 'the file; if not said, acknowledgement-….txt',
	},
	toOrPassphrase: 'say --to AGE-KEY or --passphrase, one of them',
	notOurs: 'this bag does not hold, or is not from this archive: custos verify says why. Nothing was handed over',
	sealed: (file: string) => `${file} is sealed. That it is handed over is in the ledger.`,
	passphrase: (words: string) => `Passphrase, shown this once; give it by another way than the file:\n\n  ${words}\n`,
	after: (file: string, passphrase: boolean) =>
		`The recipient opens it with: age -d ${passphrase ? '' : '-i THEIR-KEY '}-o bag.zip ${file}\nThey acknowledge with: custos acknowledge bag.zip --key my.key, or in verify.html\nEnter that with: custos hand-over acknowledged FILE`,
	noReport: (wanted: string) => `no signed report of your cases begins with ${wanted}, or several do: name the case`,
	result: {
		confirmed: 'checked, with the log key from elsewhere',
		consistent: 'checked, without the log key from elsewhere',
	},
	entered: (report: string, by: string, key: string, result: string) =>
		`The acknowledgement of ${report} is in the ledger: ${by === '' ? 'unnamed' : by} (key ${key}), ${result}.`,
	enteredByHand: (report: string) => `The acknowledgement of ${report} is in the ledger, on your word.`,
	doesNotHold: 'this bag does not hold: custos verify says why. It is not acknowledged',
	acknowledged: (file: string, result: string) =>
		`${file} says that you have this report (${result}). Give it to whoever gave you the bag.`,
	worthless: 'this acknowledgement does not verify: it proves nothing',
	byHand: (said: string, when: string, on: string) =>
		`by hand, on the word of who entered it: ${[said, when, on].filter(Boolean).join('; ')}`,
	signedBy: (by: string, key: string, result: string) => `${by === '' ? 'unnamed' : by} (key ${key}): ${result}`,
	keyMade: (file: string) => `${file} is your key, made now. Keep it.`,
	badKey: (file: string) => `${file} is no key of custos acknowledge`,
};
