/** Words of `custos log-key` and `custos notary`. */
export const logKey = {
	help: 'the key that signs the ledger: what it is and was, and how it gives way to the next',
	helpShow: 'the ledger’s keys with their fingerprints, and since when each of them signs',
	helpRotate:
		'close the key that signs the ledger and go on with the one the notary has prepared; as many stewards as must agree',
	helpReason: 'planned, or suspected: somebody else may have it (else no reason is said)',
	helpYes: 'the fingerprint has been compared',
	helpNotary: 'what is done on the machine of the archive for its notary',
	helpPrepare:
		'make the ledger’s next key in the notary’s own folder, and show its fingerprint; nothing is signed with it yet',
	helpAnew: 'make another in place of the one that is prepared',
	badReason: '--reason takes planned or suspected',
	now: (after: number) => `signs now${after === 0 ? '' : `, all of more than ${after} entries`}:`,
	before: (after: number, until: number) =>
		after === 0 ? `signed up to ${until} entries:` : `signed from ${after + 1} to ${until} entries:`,
	prepared: 'prepared to be the next:',
	prepareFirst:
		'no next key is prepared: run `custos notary prepare-key` on the machine of the archive, and compare what it prints',
	compare:
		'The next key of the ledger. Compare its fingerprint with what `custos notary prepare-key` printed on the machine of the archive, by a way of your own:',
	ask: 'Is it the same? Then the ledger is signed with it from here on (yes/no): ',
	notDone: 'nothing was rotated',
	done: (entry: number) =>
		`Done in entry ${entry}, the last one under the old key. Make a backup now; tell the fingerprint to whoever checks reports, and the whole new key to witnesses (\`custos witness watch … --rotated\`). People and monitors follow by themselves.`,
	made: 'The next key of the ledger, prepared in the notary’s folder:',
	afterMade:
		'Give the fingerprint to the stewards by another way than this archive. The archive tells them of it within some seconds, and they run `custos log-key rotate`. Until then nothing is signed with it.',
};
