import { cardFaultWords } from '../../domain/recovery/card-fault-words.ts';
import { recoveryCardWords } from '../../report/words/recovery-card.ts';

/** Words about recovery cards and of recovering from a backup. */
export const recovery = {
	helpCards: 'split the recovery key into this many cards instead of writing one file',
	helpNeeds: 'how many of the cards make the key again',
	helpFolder: 'new folder for the cards',
	helpJoin: 'make the recovery key of its cards again: no archive is needed, and none hears of it',
	helpCard: 'file of a card, or of its six lines typed from paper; - reads one from stdin',
	helpJoinOut: 'new file for the recovery key',
	cardsOrFile:
		'--recovery-cards and --recovery-needs belong together, and --recovery-folder to them; or --recovery alone',
	counts: (most: number) =>
		`--recovery-cards is 2 to ${most}, --recovery-needs at least 2 and not more than there are cards`,
	loud: (folder: string, needs: number, count: number) => [
		`!!  THE RECOVERY KEY IS SPLIT INTO ${count} CARDS, AND WRITTEN NOWHERE ELSE:`,
		`!!      ${folder}`,
		`!!  Any ${needs} of them open every file in the archive; if your keys are lost, nothing else does, and names, notes and delivery records are lost with them. One alone says nothing.`,
		'!!  Give them NOW to as many people in different places, on paper or a stick, and delete this folder.',
		'!!  A printer, and whatever the folder is copied over, may keep what passes through it.',
	],
	...recoveryCardWords.en,
	joined: (file: string, used: number) => [
		`The recovery key is whole again, of ${used} cards, in ${file}. It is the one that the cards name.`,
		'It opens every file in the archive, for whoever has this file. The ledger does not say that this was done: write it down, with who was there.',
		'When you are done, destroy the file. If it has been seen by anybody who should not have it, there is no way to take it back.',
	],
	helpRecover: 'open every original of a backup with the recovery key: no archive, no account, no database',
	helpKey: 'file with the recovery key, as recover-key or init wrote it',
	helpOut: 'folder for the files; one that an earlier run began is gone on with',
	helpCase: 'only what was received in the case with this id, or the beginning of it',
	phase: { entries: 'checking entries', items: 'opening items' } as { readonly [phase: string]: string },
	ledger: (number: number, entries: number) =>
		`Backup ${number}: ${entries} entries hashed again, under the signature of the log key.`,
	opened: (opened: number, before: number, size: string, folder: string) =>
		`${opened} ${opened === 1 ? 'item' : 'items'} opened into ${folder} (${size})${before === 0 ? '' : `, ${before} were there from before`}; each is what its entry commits to.`,
	names:
		'Names, and the exact sizes of files that were not examined, are sealed to the cases. items.tsv says how the end of each is known: “examined”, or “last-byte”, where zeros at the very end may be missing (truncate -s SIZE brings them back; a custody report has the size).',
	faults: (count: number) => `${count} could not be opened:`,
	fault: cardFaultWords.en,
};
