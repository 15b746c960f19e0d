import { join } from 'node:path';
import { type Connection, connect } from '../../client/connection.ts';
import { toHex } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { platform } from '../../domain/platform/node.ts';
import type { Io } from '../io.ts';
import type { Language } from '../messages.ts';
import { workFactor } from '../profile/work-factor.ts';
import { openProfile } from '../profile.ts';
import { custos } from '../program.ts';

/** One of the people of the story, who works with the command line as a person would. */
export interface Person {
	readonly name: string;
	/** Their folder with keys and receipts. */
	readonly home: string;
	/** Runs a command that must succeed; its answer as data. */
	ask(...args: string[]): Promise<{ [name: string]: unknown }>;
	/** The same, with its own words and its progress shown. */
	show(...args: string[]): Promise<void>;
	/** Runs a command and gives its exit code and what it said. */
	attempt(...args: string[]): Promise<{ code: number; said: string }>;
	/** The archive by the client library, for what no command would do. */
	connect(): Promise<Connection>;
}

export interface Screen {
	out(text: string): void;
	err(text: string): void;
	terminal: boolean;
	width(): number;
	signal: AbortSignal;
}

/** The name is also what others are told. */
export function personIn(folder: string, name: string, screen: Screen, language: Language): Person {
	const home = join(folder, 'people', name);
	const env = { CUSTOS_PASSPHRASE: toHex(platform.randomBytes(16)), CUSTOS_SCRYPT_LOGN: '12', LANG: language };
	const io = (out: (text: string) => void, err: (text: string) => void): Io => {
		const { terminal, width, signal } = screen;
		return { out, err, env, terminal, width, signal, read: async () => '' };
	};
	const run = async (
		args: readonly string[],
		out: (text: string) => void,
		err: (text: string) => void,
	): Promise<number> => {
		const code = await custos(['--home', home, ...args], io(out, err));
		screen.signal.throwIfAborted();
		return code;
	};
	const person: Person = {
		name,
		home,
		async attempt(...args) {
			let said = '';
			const hear = (text: string): void => {
				said += text;
			};
			return { code: await run(args, hear, hear), said: said.trim() };
		},
		async ask(...args) {
			let [out, err] = ['', ''];
			const code = await run(
				['--json', ...args],
				(text) => {
					out += text;
				},
				(text) => {
					err += text;
				},
			);
			if (code !== 0) throw failed(args, err);
			return JSON.parse(out) as { [name: string]: unknown };
		},
		async show(...args) {
			let err = '';
			const code = await run(
				args,
				(text) => screen.out(text.replaceAll(/^(?=.)/gm, '      ')),
				(text) => {
					err += text;
					screen.err(text);
				},
			);
			if (code !== 0) throw failed(args, err);
		},
		async connect() {
			const profile = openProfile(home, workFactor(env));
			const pin = await profile.pin();
			if (pin === undefined) throw new CustosError('internal', `${name} belongs to no archive`);
			return connect(pin, await profile.openIdentity(env.CUSTOS_PASSPHRASE), profile, { signal: screen.signal });
		},
	};
	return person;
}

function failed(args: readonly string[], err: string): CustosError {
	return new CustosError('internal', `custos ${args.slice(0, 2).join(' ')} failed: ${err.trim().slice(-600)}`);
}
