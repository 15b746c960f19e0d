import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type Connection, connect } from '../client/connection.ts';
import type { Identity } from '../client/identity.ts';
import { isCustosError } from '../domain/errors.ts';
import type { Io } from './io.ts';
import { jsonLine } from './json-line.ts';
import { type Language, languageOf, type Messages, messagesIn } from './messages.ts';
import { workFactor } from './profile/work-factor.ts';
import { type FolderProfile, openProfile, profileFolder } from './profile.ts';
import { type Progress, type ProgressOptions, progressOn } from './progress.ts';
import { Told } from './told.ts';

/** What every command gets. Nothing is opened or asked before it is needed. */
export interface Context {
	readonly json: boolean;
	readonly lang: Language;
	/** The words in the person's language. */
	readonly t: Messages;
	readonly io: Io;
	/** Aborted by Ctrl-C. */
	readonly signal: AbortSignal;
	readonly profile: FolderProfile;
	now(): Date;
	/** A line of the answer, on stdout. Nothing under `--json`. */
	out(line?: string): void;
	/** A line beside the answer, on stderr. */
	say(line: string): void;
	/** The answer under `--json`: one object on one line. Nothing otherwise. */
	result(value: object): void;
	/** Ends with this code although nothing was thrown. */
	exit(code: number): void;
	/** The person's keys, opened once with the passphrase. */
	identity(): Promise<Identity>;
	/** Takes keys that were just made or opened, so that the passphrase is not asked for again. */
	use(identity: Identity): void;
	/** The archive, under the person's pin. */
	connection(): Promise<Connection>;
	/** The passphrase of keys that come from elsewhere. */
	passphrase(): Promise<string>;
	/** A passphrase for new keys, asked twice. */
	newPassphrase(): Promise<string>;
	/** What an option says, or the answer to a question; `-` stands for stdin. Throws where there is nobody to ask. */
	answer(given: string | undefined, question: string, option: string): Promise<string>;
	createProgress(options: ProgressOptions): Progress;
}

interface GlobalOptions {
	json?: boolean;
	home?: string;
	passphraseFile?: string;
}

/** No passphrase of new keys is shorter. */
const SHORTEST = 12;

export function createContext(
	program: Command,
	args: readonly string[],
	io: Io,
	exit: (code: number) => void,
): Context {
	const options = (): GlobalOptions => program.opts<GlobalOptions>();
	const lang = languageOf(args, io.env);
	const t = messagesIn(lang);
	const say = (line: string): void => io.err(`${line}\n`);

	const given = async (): Promise<string | undefined> => {
		const { passphraseFile } = options();
		const file = passphraseFile === undefined ? io.env['CUSTOS_PASSPHRASE'] : await readFile(passphraseFile, 'utf8');
		return file === undefined || file === '' ? undefined : file.replace(/\r?\n$/, '');
	};
	const ask = async (question: string): Promise<string> => {
		if (io.ask === undefined) throw new Told('config', t.noPassphrase);
		return io.ask(question, { hidden: true });
	};

	const unlock = async (): Promise<Identity> => {
		if ((await context.profile.sealedIdentity()) === undefined)
			throw new Told('not-found', t.noIdentity(context.profile.folder));
		const passphrase = await given();
		if (passphrase !== undefined) return context.profile.openIdentity(passphrase);
		for (let attempt = 1; ; attempt++) {
			try {
				return await context.profile.openIdentity(await ask(t.askPassphrase));
			} catch (error) {
				if (attempt === 3 || !isCustosError(error, 'wrong-key')) throw error;
				say(t.wrongPassphrase);
			}
		}
	};

	const reach = async (): Promise<Connection> => {
		const pin = await context.profile.pin();
		if (pin === undefined) throw new Told('not-found', t.noArchive(context.profile.folder));
		const identity = await context.identity();
		const slow = setTimeout(() => say(t.archiveSlow(pin.server)), 2500);
		try {
			return await connect(pin, identity, context.profile, { signal: io.signal });
		} finally {
			clearTimeout(slow);
		}
	};

	let [profile, identity, connection]: [FolderProfile?, Promise<Identity>?, Promise<Connection>?] = [];
	const context: Context = {
		get json() {
			return options().json === true;
		},
		get profile() {
			profile ??= openProfile(profileFolder(options().home, io.env), workFactor(io.env));
			return profile;
		},
		lang,
		t,
		io,
		signal: io.signal,
		now: () => new Date(),
		out(line = '') {
			if (options().json !== true) io.out(`${line}\n`);
		},
		say,
		result(value) {
			if (options().json === true) io.out(`${jsonLine(value)}\n`);
		},
		exit,
		identity: () => (identity ??= unlock()),
		use(made) {
			identity = Promise.resolve(made);
		},
		connection: () => (connection ??= reach()),
		passphrase: async () => (await given()) ?? (await ask(t.askPassphrase)),
		async newPassphrase() {
			const ready = await given();
			if (ready === undefined) say(t.aboutPassphrase(SHORTEST));
			const passphrase = ready ?? (await ask(t.askNewPassphrase));
			if ([...passphrase].length < SHORTEST) throw new Told('bad-request', t.shortPassphrase(SHORTEST));
			if (ready === undefined && (await ask(t.askAgain)) !== passphrase)
				throw new Told('bad-request', t.otherPassphrase);
			return passphrase;
		},
		async answer(text, question, option) {
			if (text === '-') return (await io.read()).trim();
			if (text !== undefined && text.trim() !== '') return text;
			if (io.ask === undefined) throw new Told('bad-request', t.missing(option), { usage: true });
			const answered = (await io.ask(question, { hidden: false })).trim();
			if (answered === '') throw new Told('bad-request', t.missing(option), { usage: true });
			return answered;
		},
		createProgress(progress) {
			const quiet = options().json === true && !io.terminal;
			const screen = {
				write: quiet ? () => {} : io.err,
				terminal: io.terminal,
				width: io.width,
				left: t.left,
				nowMs: () => performance.now(),
			};
			return progressOn(screen, progress);
		},
	};
	return context;
}
