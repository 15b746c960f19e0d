/** Words about suspension cards. */
export const card = {
	suspended: 'SUSPENDED (own card)',
	lastSteward:
		'this is the only steward who is not suspended: nobody could let anybody in, or reinstate them, any more. Take in another steward first (custos invite --role steward)',
	personOrCard: 'say whom to suspend, or give --card FILE: one of both',
	folder: 'that is a folder: give the file of the card, or - for standard input',
	whichServer: 'the card does not say where the archive is: give --server ADDRESS',
	used: (name: string) => `${name} is suspended already; this card is used up`,
	dead: (name: string) => `this card of ${name} is no longer good: it was used, taken back or replaced; call a steward`,
	done: (name: string, entry: number, time: string) =>
		`Suspended: ${name}, at ${time}, entry ${entry} of the ledger. The card is used up. Now tell a steward.`,
	text: (whom: string, code: string, link: string, log: string) => [
		'Custos: suspension card',
		'',
		`Suspends:  ${whom}`,
		`Code:      ${code}`,
		`Address:   ${link}`,
		`Log key:   ${log}`,
		'',
		'Use it when I cannot be reached and you fear for my devices or for me. You need no account:',
		'open the address in a browser, or: custos suspend --card FILE. Then tell a steward.',
		'Whoever has this card can lock me out once. It opens nothing.',
	],
	written: (file: string) => `The card is in ${file}. Hand it over, and delete the file here.`,
	made: 'This card is shown once. One made before it is no longer good.',
	back: 'Your card is taken back: it suspends nobody any more.',
	none: 'you have no card that is good',
};
