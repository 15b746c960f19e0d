import type { ErrorCode } from '../../domain/errors.ts';

/** What happened and what to do about it, by the code of a failure. */
export const en: { readonly [C in ErrorCode]: { what: string; advice: string } } = {
	'bad-request': { what: 'What was entered is not what is needed here.', advice: 'Check it and try again.' },
	'too-large': { what: 'This is larger than is allowed.', advice: 'Make it smaller or send it in parts.' },
	unauthenticated: {
		what: 'The archive does not accept your key.',
		advice:
			'If you have only just joined, a steward must approve you first. A suspended person is refused like this too.',
	},
	'clock-skew': {
		what: 'This device’s clock differs from the archive’s by more than a minute.',
		advice: 'Set the clock right and try again.',
	},
	'not-found': { what: 'There is nothing here for you.', advice: 'Go back and choose from the list.' },
	expunged: { what: 'This was destroyed for ever.', advice: 'Nobody has it any more. The history shows when.' },
	conflict: { what: 'This was already done, and differently.', advice: 'Reload the page to see how things are now.' },
	stale: { what: 'This took too long and was not accepted.', advice: 'Try again; it will be signed anew.' },
	unapproved: {
		what: 'Not enough stewards have approved this. If it reached the notary, the attempt is in the ledger.',
		advice: 'Propose it to the other stewards in the People room.',
	},
	denied: {
		what: 'You are not allowed to do this. If it reached the notary, the attempt is in the ledger.',
		advice: 'Ask the lead of the case or a steward.',
	},
	suspended: { what: 'Your access is suspended.', advice: 'Speak to a steward.' },
	'hash-mismatch': {
		what: 'The bytes are not the ones that were promised.',
		advice: 'Do not use them. Tell a steward: an audit names what was changed.',
	},
	'size-mismatch': {
		what: 'The size is not the one that was promised.',
		advice: 'Do not use these bytes. Tell a steward: an audit names what was changed.',
	},
	damaged: {
		what: 'This was altered or cut after it was sealed, and does not open.',
		advice: 'Nothing of it was kept. Tell a steward: an audit names what was changed.',
	},
	'wrong-key': { what: 'This does not open with what you gave.', advice: 'Check the passphrase, word by word.' },
	'bad-key': {
		what: 'A key shown by the server is not the one it must be.',
		advice: 'Stop here, and speak to a steward by another way.',
	},
	'bad-proof': {
		what: 'The archive’s answer does not verify.',
		advice: 'Do not rely on it. Write down the time and tell a steward.',
	},
	forked: {
		what: 'This server shows another archive, or another past, than the one you saw before.',
		advice: 'Stop, keep your receipts, and compare with others by another way.',
	},
	outdated: {
		what: 'The server shows an older state than its ledger holds.',
		advice: 'Nothing was sent. Try once more; if it says the same, tell a steward.',
	},
	behind: {
		what: 'The archive was put back to an older state and has stopped.',
		advice: 'Tell a steward. Your receipts show what is missing: keep them.',
	},
	exists: { what: 'There is one already, and nothing is overwritten.', advice: 'Choose another name.' },
	range: { what: 'This lies outside the file.', advice: 'Choose a time within it.' },
	unavailable: {
		what: 'The archive does not answer.',
		advice: 'Check your connection, then try again: nothing is done twice.',
	},
	'disk-full': {
		what: 'The archive’s disk is full.',
		advice: 'Whoever looks after the machine must make room there. Then go on: nothing was lost.',
	},
	'no-jail': {
		what: 'The archive has no safe place to open hostile files and does not open them.',
		advice: 'The file is kept. Tell whoever looks after the machine.',
	},
	changed: {
		what: 'The file changed while it was read.',
		advice: 'Close whatever writes to it, then choose it again.',
	},
	unreadable: {
		what: 'The file cannot be read.',
		advice: 'See whether you may read it and whether its disk is sound.',
	},
	'tool-failed': {
		what: 'The program that examines files refused this one.',
		advice: 'The original is kept as it came.',
	},
	limit: { what: 'A limit was reached.', advice: 'Wait a little, then try again with less.' },
	config: { what: 'A setting of the archive is wrong.', advice: 'Tell whoever looks after the machine.' },
	internal: { what: 'Something in Custos itself went wrong.', advice: 'Reload the page. If it returns, report it.' },
};
