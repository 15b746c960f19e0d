/** What the demonstration says, and what its people write. */
export const demo = {
	about:
		'The whole story with three people on a folder of footage (made on the spot without one), ending in a verified bag.',
	folder: 'footage to take in; it is only read',
	out: 'where to write the bag (else a new temporary folder)',
	ends: 'The last line on stdout is one JSON object. Exit code 0 only if the bag verifies.',
	noFolder: (path: string) => `there is no ${path} to take in`,
	noFiles: 'there is no file in the folder that could be taken in',

	investigator: 'investigator',
	lawyer: 'lawyer',
	outsider: 'outsider',
	worker: 'media worker',
	anyone: 'anyone',

	made: (files: number) => `made ${files} files of camera-like footage`,
	starts: 'starts an archive of its own: database, notary, API, review room, media worker',
	room: (address: string) => `its review room is at ${address} for as long as this runs`,
	founds: 'founds the archive; the recovery key is in a file to be taken offline',
	invites: 'invites two people; they join with keys of their own and are approved',
	opensCase: 'opens the case DEMO and takes the lawyer in as editor; the outsider is in no case',
	puts: 'puts the folder into the case, with its intake record:',
	examines: (done: number, of: number) => `examines, in a jail without network: ${done} of ${of}`,
	couldNotExamine: (item: string) => `could not examine ${item}: it is kept all the same, the reason is in its history`,
	looks: (item: string, picture: string, seconds: number, files: number) =>
		`looks at ${item}: ${picture}, ${seconds} s, ${files} pictures and tool reports, without opening the original`,
	opens: (item: string, entry: number) =>
		`opens the original of ${item} with a purpose: entry ${entry}, then the key, then every hash agrees`,
	marks: (from: string, to: string, fromFrame: string, toFrame: string, tag: string) =>
		`marks ${from} s to ${to} s of it (frames ${fromFrame} to ${toFrame}), tagged “${tag}”`,
	numbers: (labels: string) => `gives exhibit numbers, never used again: ${labels}`,
	isRefused: (why: string, entry: number) =>
		`asks for the same original and is refused: ${why}; the attempt is entry ${entry}`,
	reports: 'makes the signed custody report on the case:',
	reportsWithOriginals: 'makes the signed custody report on the case, with the originals:',
	verifies: 'checks the bag offline against the log key: consistent, and from this archive',
	notVerified: (why: string) => `checks the bag: NOT verified: ${why}`,
	stopped: 'the archive is stopped and its folder removed; the bag stays',

	caseTitle: 'Demonstration',
	overview: 'Overview',
	question: 'Is this the recording the statement speaks of?',
	curiosity: 'curiosity',
	tag: 'corridor',
	note: 'The part the statement speaks of',
	corridor: 'The corridor',
	document: 'The document',
	comparison: 'For comparison',
	recipient: 'Whoever reads this',
	madeHow: 'Made by this program for a demonstration; nothing in it was recorded by a camera.',
	madeBy: 'Two recorders and a telephone',
	madeBasis: 'Names of the folders',
	madeUnknown: 'Everything a real intake record would say',
	givenHow: 'A folder named to the demonstration; nobody wrote down where it comes from.',
};
