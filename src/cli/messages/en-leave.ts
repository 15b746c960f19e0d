/** What leaves a case, by whose will, and what stays a hash. */
export const leave = {
	help: {
		group: 'reports leave a case when two people want it to: the rule, asking, agreeing',
		policy: 'show or set the rule of a case (leads)',
		approvals: '1: another lead must agree before a report is begun; 0: nobody',
		days: 'so many days an agreement is good for, 1 to 90',
		request: 'ask the other leads to let a report leave; it leaves as asked for, or not at all',
		approve: 'agree to what another lead asked for, as it is shown',
		refuse: 'say no, take an agreement back, or one’s own request',
		requestId: 'the number of the request, or its beginning (export list)',
		reason: 'why, for the members of the case',
		yes: 'do not ask',
		list: 'what was asked for and where it stands',
		agreed: 'make the report that was asked for and agreed to: its items and choices are those',
		names: 'file names, paths and every text that repeats one stay hashes; items go by their exhibit numbers',
		people:
			'who is shown in clips stays hashes, and every text that repeats a name; other forms of it and single letters are not found: look through',
		onlyPerson:
			'of the people shown in clips name these alone (clip list); the others, and every text that repeats one, stay hashes; other forms of a name and single letters are not found: look through',
		technical: 'sizes, times, plaintext hashes and findings stay hashes: by these whoever has the file would know it',
		titles: 'titles of exhibits and of the case stay hashes',
		purposes: 'why people opened, failed, withdrew something stays hashes',
		entries: 'the sealed details of these entries stay hashes as a whole (custos history)',
	},
	originalsTell:
		'an original tells its size, hash and findings: --with-originals and --without-technical exclude each other',
	onlyPersonAlone: '--only-person names some of the people shown: it excludes --without-people and --no-notes',
	notShown: (names: string, known: string) =>
		`no exhibited clip of these items shows ${names}; they show: ${known === '' ? 'nobody' : known}`,
	wrongEntry: (given: string) => `--hide-entry takes numbers of entries, as custos history shows them, not ${given}`,
	wrongDays: '--days takes a number from 1 to 90',
	one: (prefix: string) => `Reports leave ${prefix} by the will of one lead.`,
	two: (prefix: string, days: number) =>
		`Reports leave ${prefix} after another lead agreed; an agreement is good for ${days} ${days === 1 ? 'day' : 'days'}.`,
	needsSecond: (prefix: string) =>
		`reports leave ${prefix} only after another lead agreed: custos export request, then custos report ${prefix} --agreed ID`,
	asked: (id: string, prefix: string) =>
		`Asked for as ${id}. Another lead: custos export approve ${prefix} ${id}\nThen: custos report ${prefix} --agreed ${id} --zip bag.zip`,
	noRequest: (wanted: string, prefix: string) => `${prefix} has no request that begins with ${wanted}, or several`,
	notYours: 'whoever asked makes the report: this request is somebody else’s',
	own: 'nobody agrees with themselves, whatever keys they have: another lead of the case must',
	unreadable: 'what was asked for cannot be read, or is not what the request commits to',
	ask: 'Let this leave? (yes/no)',
	notApproved: 'nothing was agreed to',
	approved: (days: number) =>
		`Agreed. Whoever asked may make the report within ${days} ${days === 1 ? 'day' : 'days'}.`,
	refused: 'Refused: this report may not leave. It can be asked for anew.',
	notSaid: 'not said',
	recipient: (text: string) => `For:     ${text}`,
	purpose: (text: string) => `Why:     ${text}`,
	items: (count: number) => `Items:   ${count}`,
	leaves: (what: string) => `Leaves:  the custody record, ${what}`,
	hidden: (what: string) => `Hidden:  ${what}`,
	onlyPeople: (list: string) => `Named:   of the people shown only ${list}`,
	says: (what: string, text: string) => `Says:    ${what}: ${text}`,
	all: (fields: number, files: number) => `All that leaves, ${fields} fields and ${files} files:`,
	nothing: '(empty)',
	madeLater: '(made with the report)',
	entries: (list: string) => `Hidden:  all details of entries ${list}`,
	originals: 'ORIGINALS with their keys',
	origin: 'the intake record',
	notes: 'notes on exhibited clips',
	keyframes: { none: 'no key frames', blurred: 'blurred key frames', open: 'OPEN key frames' },
	kinds: {
		names: 'file names',
		people: 'people shown',
		technical: 'sizes, hashes, findings',
		titles: 'titles',
		purposes: 'reasons of acts',
	},
	issuer: {
		says: {
			authority: 'authority',
			legalBasis: 'legal basis',
			consent: 'consent of the people shown',
			victimProtection: 'protection of victims',
			qualification: 'who certifies it',
			supersedes: 'replaces report',
		},
		help: {
			authority:
				'by what authority the report is issued; like the next four, in your own words, and the bag says that they are',
			legalBasis: 'on what legal basis the material is held',
			consent: 'whether the people shown consented, and to what',
			protection: 'how victims are protected',
			issuedBy:
				'who certifies the report: name, office and qualification as they are to stand in it; else a pseudonym alone',
			supersedes: 'the signed report of this case that it replaces: its number, or its beginning',
		},
		noReport: (wanted: string, prefix: string) =>
			`${prefix} has no signed report whose number begins with ${wanted}, or several: give at least four of its digits`,
		notAgreed:
			'--agreed makes the report as it was agreed to: --authority, --legal-basis, --consent, --protection, --issued-by and --supersedes add what nobody agreed to; say them where you ask: custos export request',
	},
	state: {
		waits: () => 'waits for a second person',
		agreed: (until: string) => `agreed, good until ${until}`,
		expired: (until: string) => `expired ${until}: ask anew`,
		refused: () => 'refused',
		begun: (until: string) => `begun, not finished; good until ${until}`,
		made: () => 'made and signed',
	},
};
