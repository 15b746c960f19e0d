/** Words for saving an original, or working copies, as files. */
export const save = {
	title: 'The original, as a file',
	readers:
		'You cannot save it: readers of a case see working copies, never the original. A lead of the case can make you an editor.',
	unreadable: 'It cannot be saved: its name and hash are sealed so that nobody here can read them.',
	purposeFirst: 'It can be saved on this computer once you have said above what you open it for.',
	what: 'The file exactly as it was received, {{size}}:',
	warning:
		'Saved, it lies on this computer in the clear, from then on: whoever uses or finds this computer can open it, and Custos no longer knows who does. That you opened it, and what for, is in the ledger.',
	place: {
		file: 'You choose where it goes. It has its name there only when all of it was checked.',
		download: 'It goes to your downloads, which call it finished only when all of it was checked.',
		memory: 'This browser can only hold it in memory: at most {{limit}}. Chrome or Edge writes it straight to disk.',
	},
	tooLarge: 'It is larger than {{limit}}: use Chrome or Edge, or the command line.',
	go: { original: 'Save the original', made: 'Save the pictures and reports', proxy: 'Save the playable copy' },
	opening: 'Asking for its key; the opening is entered into the ledger first…',
	writing: 'Entry {{index}} is the opening. Decrypting, checking, writing…',
	wrote: 'Written',
	stayOpen: 'You may go to other rooms. Do not close or reload this page. If it locks, the work goes on.',
	stop: 'Stop',
	stopped: 'Stopped: it was not saved.',
	left: {
		file: 'No file was left at the place you chose; should an empty one be there, delete it.',
		download: 'It is no whole file. Your downloads show it as failed; should a part of it be left there, delete it.',
		memory: 'No file was saved.',
	},
	opened: 'The opening stays in the ledger, entry {{index}}.',
	again: 'Back to saving',
	saved: {
		original: 'The original is saved',
		made: 'The pictures and reports are saved',
		proxy: 'The playable copy is saved',
	},
	savedText: {
		original: '{{size}}, every hash agrees. The opening is entry {{index}} of the ledger.',
		made: '{{size}}, every hash agrees. Working copies, not the original. The opening is entry {{index}} of the ledger.',
		proxy:
			'{{size}}, every part is as the worker sealed it. A working copy, not the original. The opening is entry {{index}} of the ledger.',
	},
	savedDownload: 'Your downloads say when the last of it is on the disk.',
	clear: 'It lies there in the clear. Delete it as soon as you need it no more.',
	once: 'Save it once more',
	copies: {
		title: 'Working copies, as files',
		purposeFirst: 'They can be saved on this computer once you have said above what you open them for.',
		warning:
			'Saved, they lie on this computer in the clear, from then on, and show people as clearly as the original does. That you opened them, and what for, is in the ledger; where they go from here is not.',
		made: 'All that the examination made, pictures and the reports of the tools, in one zip (files: {{count}}, {{size}}):',
		proxy: 'A copy that every player plays, with the times and frames of the original.',
		above: 'It can be saved here once it is made. Above you ask for it.',
	},
};
