import type { ErrorCode } from '../../domain/errors.ts';

/** What to do about a failure, by its code. Empty where the message says it. */
export const errors: { readonly [C in ErrorCode]: { what: string; advice: string } } = {
	'bad-request': { what: '', advice: 'check what you typed; `--help` shows examples' },
	'too-large': { what: '', advice: 'make it smaller' },
	unauthenticated: {
		what: '',
		advice:
			'if you have only just joined, a steward must approve you first; a suspended person is refused like this too; otherwise check that --home names your own folder',
	},
	'clock-skew': { what: '', advice: 'set this computer’s clock right and try again' },
	'not-found': { what: '', advice: '`custos ls`, `custos case list` and `custos people` show what there is' },
	expunged: { what: '', advice: 'nobody has it any more; `custos history` shows when it was expunged' },
	conflict: { what: '', advice: '' },
	stale: { what: '', advice: 'try again; if it comes back, check this computer’s clock' },
	denied: { what: '', advice: 'ask the lead of the case or a steward' },
	unapproved: { what: '', advice: 'have other stewards approve it first: custos proposals' },
	suspended: { what: '', advice: 'your access is suspended; ask a steward' },
	'hash-mismatch': {
		what: '',
		advice: 'do not use these bytes; tell a steward, `custos audit` names what was changed',
	},
	'size-mismatch': {
		what: '',
		advice: 'do not use these bytes; tell a steward, `custos audit` names what was changed',
	},
	damaged: { what: '', advice: 'nothing of it was kept; tell a steward, `custos audit` names what was changed' },
	'wrong-key': { what: '', advice: 'check the passphrase, and that --home names your own folder' },
	'bad-key': { what: '', advice: '' },
	'bad-proof': { what: '', advice: 'do not rely on this answer; write down the time and tell a steward' },
	forked: { what: '', advice: 'if a steward tells you of a loss, see `custos loss list`' },
	outdated: {
		what: '',
		advice: 'nothing was sent; repeat the command once, and if it says the same again, tell a steward',
	},
	behind: { what: '', advice: 'the archive was restored from an old backup and must not go on; tell a steward' },
	exists: { what: '', advice: '' },
	range: { what: '', advice: '' },
	unavailable: {
		what: '',
		advice: 'see that it runs and that you are connected, then repeat the command: nothing is done twice',
	},
	'disk-full': {
		what: 'the archive has no room: ',
		advice: 'have whoever looks after its machine make room there, then repeat the command: nothing is lost',
	},
	'no-jail': { what: '', advice: '`npm start` says what the machine needs' },
	changed: { what: '', advice: 'repeat the command when nothing writes to it' },
	unreadable: { what: '', advice: 'see whether you may read it and whether its disk is sound' },
	'tool-failed': { what: '', advice: '' },
	limit: { what: '', advice: '' },
	config: { what: '', advice: '' },
	internal: { what: 'a defect in Custos: ', advice: 'please report it with the command you typed' },
};

/** What is said of a file of one's own that cannot be used. */
export const file: { readonly [C in ErrorCode]?: (path: string) => string } = {
	'disk-full': () => 'the disk is full: make room and repeat the command',
	'too-large': () =>
		'the file is larger than its disk takes, however much room is left (a stick often takes 4 GiB a file): name a place on another disk',
	exists: (path) => `${path} is there already and is never overwritten: choose another name`,
	'not-found': (path) => `there is no ${path}`,
	config: (path) => `${path} may not be read or written by you`,
	'bad-request': (path) => `${path} is not the kind of file or folder that is needed`,
};
