/** Words of `custos witness`, and what else the command line says of witnesses. */
export const witness = {
	help: 'countersign the ledgers of archives that are not your own, so that none of them can show two histories',
	helpInit: 'make the folder and the key of a new witness, and print the public key',
	helpWatch: 'countersign the ledger with this key from now on',
	helpRotated:
		'this is the next key of a ledger that is watched here: its archive rotated it, and told you by another way too',
	helpStatus: 'which ledgers are watched, how long each was when it was countersigned last, and when',
	helpServe: 'answer the archives (plain HTTP: what a witness says is signed; a proxy may add TLS) until Ctrl-C',
	helpFolder: 'folder of the witness; it holds a secret key',
	helpName: 'its name in policies, without spaces, such as witness.example.org/w1',
	helpLog: 'the log key of the archive, or a file with it; have it from the archive’s people themselves',
	helpPort: 'port to listen on; 0 takes any that is free',
	helpHost: 'address to listen on',
	badPort: (port: string) => `${port} is no port: a number from 0 to 65535`,
	made: (name: string) => `Witness ${name}. Archives and readers put this key into their policies:`,
	afterInit: (dir: string) =>
		`Next: \`custos witness watch ${dir} LOG-KEY\`, then \`custos witness serve ${dir}\`. Never restore this folder from an older copy: a witness that forgets can be led to sign two histories.`,
	is: (name: string) => `Witness ${name}`,
	noLogs: 'It watches no ledger yet.',
	log: 'ledger',
	entries: 'entries',
	cosigned: 'countersigned last',
	never: 'never yet',
	contradictions: (files: number) =>
		`${files === 1 ? 'One checkpoint was' : `${files} checkpoints were`} signed by a watched log against what was seen of it. Keep the files, and tell others:`,
	serving: (address: string, logs: number) =>
		`Countersigning at ${address} for ${logs === 1 ? 'one ledger' : `${logs} ledgers`}. Ctrl-C ends it.`,
	policy: 'your own policy of witnesses (C2SP tlog-policy): whose countersignatures count',
	verifyPolicy:
		'whose countersignatures you trust, and how many are enough (C2SP tlog-policy, from elsewhere than the bag); logs it names count as --log-key',
	against:
		'compare with another bag, checkpoint or receipts.jsonl of the same log: did it sign two histories? (0: proven, 3: nothing shows it)',
	needsKey: 'these files do not name their log key: give it with --log-key',
	needsOther: 'one file alone contradicts nothing: give the other with --against',
	twoLogs: 'these are of two logs with different keys: they cannot contradict each other',
	contradiction: (log: string, print: string) =>
		`PROOF OF MISBEHAVIOUR: the log ${log} (key ${print}) signed two histories.`,
	sameSize: (size: number) => `Both checkpoints say ${size} entries, and their roots differ:`,
	otherEntries: (first: number, last: number, one: number, two: number) =>
		`${first === last ? `Entry ${first} is one thing` : `Entries ${first} to ${last} are one thing`} under the checkpoint of ${one} entries and another under that of ${two}:`,
	whatItMeans:
		'Both are signed with the same key: nobody without it can have made this. Either the archive shows different logs to different people, or it went on from an older copy after a loss; then a steward’s signed statement in the log says so (loss.stated). Keep both files.',
	noContradiction: (log: string, one: number, two: number) =>
		`Nothing here shows that the log ${log} signed two histories (${one} and ${two} entries). That does not prove that the one continues the other: ask the archive for a consistency proof.`,
	keyFromBag: (print: string) => `The log key came with the files; its fingerprint is ${print}. Compare it.`,
	unasked: 'Witnesses   none: only receipts in different hands would show two histories of this ledger',
	notYet: 'Witnesses   nobody has countersigned this ledger yet',
	by: (size: number, by: number, of: number, at: string) =>
		`Witnesses   ${size} entries countersigned by ${by} of ${of}${at === '' ? '' : `, last ${at}`}`,
	tooFew: '            these are fewer than the policy asks for',
	unwitnessed: (entries: number, since: string) =>
		`            UNWITNESSED since ${since}: ${entries === 1 ? 'one entry' : `${entries} entries`}`,
	trouble: (name: string, why: string, since: string) => `            ${name}: ${why}, since ${since}`,
	why: {
		away: 'does not answer',
		'not-cosigned': 'answers without a countersignature that verifies',
		ahead: 'has seen more entries than there are here',
		other: 'says that it has seen another history',
		refused: 'refuses',
		lost: 'has seen entries that are stated to be lost, and signs no other history',
	},
	itsOwn: '            (their keys are those the archive names: have them from the witnesses, and give --policy)',
	held: (name: string, size: number, entries: number) =>
		`HELD        ${name} has seen ${size} entries, here are ${entries}: nothing is taken in. See the runbook, “Behind a witness”.`,
	ended: 'the witness has ended; what it said stands above',
};
