import type { ItemState } from '../../domain/wire.ts';
import { card } from './en-card.ts';
import { col } from './en-columns.ts';
import { copies } from './en-copies.ts';
import { demo } from './en-demo.ts';
import { errors, file } from './en-errors.ts';
import { expunge } from './en-expunge.ts';
import { formerly } from './en-formerly.ts';
import { handOver } from './en-hand-over.ts';
import { help } from './en-help.ts';
import { keys } from './en-keys.ts';
import { layout } from './en-layout.ts';
import { leave } from './en-leave.ts';
import { loss } from './en-loss.ts';
import { machine } from './en-machine.ts';
import { marks } from './en-marks.ts';
import { monitor } from './en-monitor.ts';
import { proxy } from './en-proxy.ts';
import { put } from './en-put.ts';
import { recovery } from './en-recovery.ts';
import { refuse } from './en-refuse.ts';
import { repair } from './en-repair.ts';
import { share } from './en-share.ts';
import { delivery, field } from './en-show.ts';
import { start } from './en-start.ts';
import { stewards } from './en-stewards.ts';
import { time } from './en-time.ts';
import { witness } from './en-witness.ts';

const state: { readonly [S in ItemState]: string } = {
	received: 'received',
	kept: 'kept',
	examined: 'examined',
	failed: 'FAILED',
};

/** Everything the command line says, in English. */
export const en = {
	card,
	copies,
	demo,
	refuse,
	keys,
	help: help as { readonly [K in keyof typeof help]: string },
	errors,
	file,
	put,
	recovery,
	expunge,
	handOver,
	leave,
	loss,
	start,
	stewards,
	machine,
	marks,
	monitor,
	repair,
	layout,
	proxy,
	formerly,
	delivery,
	share,
	time,
	witness,
	state,
	examples: 'Examples:',
	failure: ({ what, advice }: { what: string; advice: string }, message: string) =>
		`${what}${message}${advice === '' ? '' : `. ${capital(advice)}`}.`.replace(/\.\.$/, '.'),
	/** What commander says of a command that is written wrongly, by its code. */
	usage: (_code: string, message: string) => `${message}; --help shows how`,
	interrupted: 'interrupted; nothing half-finished was left',
	left: 'left',

	// passphrases and folders
	askPassphrase: 'Passphrase: ',
	askNewPassphrase: 'New passphrase: ',
	askAgain: 'Once more: ',
	aboutPassphrase: (least: number) =>
		`Your keys are sealed under a passphrase, at least ${least} characters. Four or five random words are good. Nobody can reset it.`,
	wrongPassphrase: 'That passphrase does not open your keys; try again.',
	shortPassphrase: (least: number) =>
		`a passphrase for new keys has at least ${least} characters: four or five random words are good`,
	otherPassphrase: 'the two passphrases differ: nothing was written, start again',
	noPassphrase:
		'the passphrase is needed and there is no terminal to ask at: set CUSTOS_PASSPHRASE or --passphrase-file',
	noIdentity: (folder: string) =>
		`there are no keys in ${folder}: begin with \`custos init\` or \`custos join\`, or name your folder with --home`,
	noArchive: (folder: string) =>
		`the folder ${folder} belongs to no archive yet: begin with \`custos init\` or \`custos join\``,
	folderTaken: (folder: string) =>
		`the folder ${folder} belongs to an archive already: for another person or archive use --home with another folder`,
	missing: (option: string) => `${option} is needed; there is no terminal to ask at, or the answer was empty`,
	oneOf: (option: string, values: readonly string[]) => `${option} is one of: ${values.join(', ')}`,
	archiveSlow: (server: string) => `The archive at ${server} does not answer yet; trying for about fifteen seconds…`,

	// founding
	askCode: 'Code that `npm start` printed: ',
	recoveryThere: (file: string, option: string) =>
		`${file} is there already and is never overwritten: name another with ${option}`,
	recoveryElsewhere: (file: string, option: string) =>
		`an earlier init in this folder broke off; give its recovery key again with ${option} (it is not ${file}), or start over with another --home`,
	recoveryFile: [
		'Custos recovery key. It opens every file in the archive. Keep it offline, in two places, and never on the archive’s machine.',
		'Opens an item with: age -d -i THIS-FILE item.age',
	],
	founded: (person: string, folder: string) =>
		`The archive is founded. You are its first steward, ${person}; your keys are in ${folder}.`,
	recoveryLoud: (file: string) => [
		'!!  THE RECOVERY KEY IS IN THIS FILE:',
		`!!      ${file}`,
		'!!  It opens every file in the archive, and if your keys are lost it is the only thing that does; names, notes and delivery records are lost with them.',
		'!!  Move it NOW to a stick kept offline, make a second copy elsewhere, and delete it here.',
	],
	waitingForWorker: 'Waiting for the media worker (at most 20 seconds)…',
	workerEnrolled: 'The media worker beside the archive is enrolled.',
	workerMissing:
		'No media worker has asked to join yet. Until one has, nothing can be taken in. When it runs: custos approve --all',
	afterInit: 'Next:  custos case new "TITLE" --prefix ABC     and     custos invite --role member --name NAME',

	// people
	aboutInvite: (role: string) =>
		`Hand this line to them over a private channel; it works once and makes them a ${role}:`,
	afterInvite: 'When they have typed it (custos join), see their request with: custos approve',
	askInvite: 'Invite: ',
	asked: (person: string, role: string) =>
		`You asked to join as ${person} (${role}). Read this fingerprint to whoever invited you, by voice:`,
	afterJoin: 'When they have approved you, `custos status` shows the archive.',
	fileThere: (path: string) => `${path} is there already and is never overwritten: choose another name`,
	profileSaved: (path: string) =>
		`Saved in ${path}. It is sealed under your passphrase: carry it, open it in a browser (“I have saved my profile as a file”) or with \`custos profile load\`, then delete it.`,
	profileLoaded: (person: string, folder: string) => `You are ${person}; your keys are in ${folder}.`,
	approved: (name: string, person: string, role: string) =>
		`Enrolled: ${person}${name === '' ? '' : ` ${name}`} (${role})`,
	noRequests: 'Nobody asks to join.',
	afterRequests: 'Compare the fingerprint by voice, then: custos approve PERSON   (or --all)',
	noRequestBy: (wanted: string) =>
		`nobody of that name or key asks to join: ${wanted}; \`custos approve\` shows who does`,
	notGenuine:
		'this request was not made with an invite of yours: somebody may have put in other keys; invite the person again',
	genuine: 'genuine',
	forged: 'NOT YOUR INVITE',
	you: 'you',
	active: 'active',
	suspended: 'SUSPENDED',
	removed: 'removed',
	nowSuspended: (name: string) =>
		`Suspended: ${name}. What they opened before stays opened; \`custos history\` shows what that was.`,
	nowActive: (name: string) => `Reinstated: ${name}.`,
	noPerson: (wanted: string) =>
		`nobody enrolled here is called ${wanted} or has such a key: \`custos people\` shows everyone`,
	severalPeople: (wanted: string) => `several people fit ${wanted}: give more of the key`,

	// cases
	wrongPrefix: (most: number) => `--prefix is 1 to ${most} letters of any script or digits 0–9, such as GUL`,
	prefixTaken: (prefix: string, title: string) =>
		`your case “${title}” has the prefix ${prefix} already: choose another`,
	caseMade: (title: string, id: string) => `Case opened: ${title} (${id}). You are its lead.`,
	afterCase: (prefix: string) =>
		`Next:  custos put FOLDER --case ${prefix}     and     custos case add-member ${prefix} PERSON --role editor`,
	noCases: 'You are a member of no case. A lead can take you in (custos case add-member), or open one: custos case new',
	memberAdded: (name: string, role: string, title: string) => `${name} is now ${role} in ${title}.`,
	memberRemoved: (name: string, title: string) => `${name} is out of ${title}. What they opened before stays opened.`,
	whichCase: (titles: readonly string[]) =>
		titles.length === 0 ? 'you are a member of no case' : `--case is needed; yours are: ${titles.join(', ')}`,

	// status and lists
	statusServer: (server: string) => `Archive     ${server}`,
	statusLog: (print: string) => `Log key     ${print}   (compare by voice with others)`,
	statusCheckpoint: (size: number, root: string) => `Verified    ${size} entries, root ${root}…`,
	statusYou: (person: string, role: string, folder: string) => `You         ${person}, ${role}; folder ${folder}`,
	someFailed:
		'Failed items are kept all the same. See why: custos ls --case CASE --failed, custos history ITEM; again: custos retry ITEM',
	peopleAsOf: (entry: number, time: string) => `Complete as of entry ${entry}, ${time}, by the notary’s signed count.`,
	peopleOld:
		'This is old: the notary does not run, or the server holds back what came after. A suspension since then would not show.',
	membersAsOf: (event: number, entry: number, time: string) =>
		`As of event ${event} of this case (entry ${entry}, ${time}). None before it is left out.`,
	/** `time` in UTC, at which the notary signed the number. */
	complete: (event: number, time: string) =>
		`Complete up to event ${event}, by the notary’s signed count of ${time}: nothing newer was held back then.`,
	notCounted: 'The notary did not say how many events there are: what came after the last one may be held back.',
	/** `since` in UTC, or undefined if its key was never in use. */
	waitForGone: (prefix: string, items: number, since: string | undefined) =>
		`${prefix}: ${items} ${items === 1 ? 'item waits' : 'items wait'} for a media worker whose key ${since === undefined ? 'was never seen in use' : `has not been seen since ${since}`}.`,
	goneOpen:
		'Start that worker again. If its key is lost: custos invite --role worker, start a new one with INVITE set to that line, custos approve, then custos retry --waiting',
	goneClosed: 'Start that worker again, or hand them to the present worker: custos retry --waiting',
	emptyCase: (prefix: string) => `This case is empty. Next:  custos put FOLDER --case ${prefix}`,
	itemsShown: (shown: number, all: number, size: string) =>
		`${shown === all ? all : `${shown} of ${all}`} items, ${size}`,
	failedButKept: 'FAILED (kept)',
	sameAs: (id: string) => `same as ${id}`,
	remarked: 'examined with remarks, see `custos show`',
	wrongItem: (wanted: string) =>
		`an item is named by its id (at least four characters, as \`custos ls\` shows it) or an exhibit number, not by ${wanted}`,
	noItem: (wanted: string) => `none of your cases has an item or clip ${wanted}: \`custos ls\` shows what there is`,
	severalCases: (wanted: string) =>
		`${wanted} is in several of your cases: say which, with its letters before it, as in GUL/${wanted}`,
	severalItems: (wanted: string) => `several items or clips begin with ${wanted}: give more of the id`,
	noExhibit: (wanted: string) => `there is no exhibit ${wanted} in your cases: \`custos exhibit list\` shows them`,

	// opening
	askPurpose: 'What for (sealed to the case)? ',
	openingRecorded: (index: number) => `Recorded as entry ${index}; opening…`,
	got: (file: string, size: string) => `${file}  ${size}, every hash agrees`,

	afterShow: (id: string) =>
		`To see its pictures:  custos show ${id} --out FOLDER --purpose "…"   (an entry in the ledger)`,
	madeFiles: (keyframes: number) => `${keyframes} keyframes`,
	nothingMade: (state: string) => `nothing was made from this item (it is ${state}): there is nothing to write`,
	wroteFiles: (count: number, folder: string) => `${count} files in ${folder}, every hash agrees`,

	// clips, exhibits, history
	wrongTime: (option: string) => `${option} is a time such as 00:01:12.5 or 72.5`,
	emptyRange: '--from must be before --to',
	beyondEnd: (end: string) => `the item ends at ${end}: --to lies behind that`,
	clipMade: (id: string, from: string, to: string, fromFrame: number | null, toFrame: number | null) =>
		`Clip ${id}: ${from} to ${to}${fromFrame === null ? ', frames not known' : `, frames ${fromFrame} to ${toFrame}`}`,
	afterClip: (id: string) => `To give it an exhibit number:  custos exhibit add ${id} --title "…"`,
	noClips: 'No clips have been marked in this case.',
	exhibitMade: (label: string, id: string) => `${label} is now the exhibit number of ${id}; it is never given again.`,
	afterExhibit: (label: string) => `For a custody report:  custos report ${label} --out FOLDER --with-originals`,
	unreadable: '(unreadable: what was sealed does not open)',
	noExhibits: 'No exhibit numbers have been given in this case.',
	itemOrCase: 'name an item, or a case with --case, and not both',
	historyVerified: (events: number, size: number) =>
		`${events} events, none left out between them; signatures and proofs verified, log of ${size} entries.`,
	refused: (code: string) => `REFUSED (${code})`,
	cls: { original: 'original', working: 'working copies' },
	notFailed: (now: string) => `only a failed item can be examined again; this one is ${now}`,
	waitsForWorker:
		'this item waits for the present worker: `custos status` shows whether it works; nothing is to be repeated',
	rewrapped: (items: number) =>
		items === 0
			? 'No item waits for a worker that is gone.'
			: `${items} ${items === 1 ? 'item was' : 'items were'} handed to the present worker.`,
	retried: (id: string) => `${id} will be examined again; \`custos ls\` shows when it is done.`,

	// reports
	onlyLeads: (title: string) => `only a lead of ${title} can issue its reports: ask one, or ask to become one`,
	nothingToReport: 'there are no items to report on',
	oneCase: 'a report is about exhibits of one case: these are of several',
	reportBegins: (items: number) =>
		`Fixing the history of ${items === 1 ? 'one item' : `${items} items`} in the ledger…`,
	writing: 'writing',
	reportMade: (bag: string, items: number) =>
		`${bag}: custody report on ${items === 1 ? 'one item' : `${items} items`}, signed, recorded and verified.`,
	reportNotVerified: (bag: string) => `${bag} was written but DOES NOT VERIFY: do not hand it over.`,
	afterReport: (print: string) =>
		`Give whoever receives it this fingerprint by another way:  ${print}\nThey check it with:  custos verify BAG --log-key KEY   (or with README-how-to-verify.txt and their own tools)`,
	certificateFirst: '--certificate-key and its passphrase belong to --certificate',
	askCertificatePassphrase: 'Passphrase of the certificate’s key: ',
	noCertificatePassphrase:
		'the certificate’s key is sealed and there is no terminal to ask at: name --certificate-passphrase-file',
	outOrZip: 'say where the bag is to go: --out FOLDER or --zip FILE',
	noBag: (bag: string) => `${bag} is not there: a bag is a folder with bagit.txt in it, or a zip of one`,
	verdict: {
		confirmed: 'CONFIRMED: consistent, and from the archive whose key you gave.',
		consistent: 'CONSISTENT, BUT ORIGIN NOT CONFIRMED: a forger could have made all of it, log key included.',
		failed: 'FAILED: this bag is not what it claims to be. Do not rely on it.',
	},
	compareFingerprint: (print: string) =>
		`Ask the archive, by another way, whether its log key has this fingerprint:  ${print}\nThen verify again with --log-key.`,
	entriesChecked: (count: number) => `${count} entries: statement, signature, leaf, proof, detail`,
	notProven: 'This does not show:',
	onWord: 'On the word of the issuer alone:',
	field,
	col,
};

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
