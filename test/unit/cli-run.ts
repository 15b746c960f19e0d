import type { Io } from '../../src/cli/io.ts';
import { custos } from '../../src/cli/program.ts';

/** What a command prints where nobody has a folder, an archive or a terminal, and how it ends. */
export async function run(...args: string[]): Promise<{ out: string; err: string; exit: number }> {
	let [out, err] = ['', ''];
	const io: Io = {
		out: (text) => {
			out += text;
		},
		err: (text) => {
			err += text;
		},
		env: { CUSTOS_PROFILE: '/nonexistent/custos', CUSTOS_HOME: '/dev/null/custos' },
		terminal: false,
		width: () => 100,
		read: () => Promise.resolve(''),
		signal: new AbortController().signal,
	};
	const exit = await custos(args, io);
	return { out, err, exit };
}

/** Every command and group, as typed. */
export async function everyCommand(under: readonly string[] = []): Promise<string[][]> {
	const names = (await commandsIn(under)).map((name) => [...under, name]);
	return [...names, ...(await Promise.all(names.map((name) => everyCommand(name)))).flat()];
}

/** Those that do something: no groups, but for one that is a command itself. */
export async function everyLeaf(): Promise<string[][]> {
	const all = await everyCommand();
	const isGroup = (one: string[]): boolean => all.some((other) => other.length > one.length && startsWith(other, one));
	return all.filter((one) => !isGroup(one) || GROUPS_THAT_DO.includes(one.join(' ')));
}

const GROUPS_THAT_DO = ['proposals'];

function startsWith(whole: readonly string[], start: readonly string[]): boolean {
	return start.every((word, at) => whole[at] === word);
}

async function commandsIn(group: readonly string[]): Promise<string[]> {
	const { out } = await run(...group, '--help');
	const [, list = ''] = /^Commands:\n((?: .*\n?)+)/m.exec(out) ?? [];
	return [...list.matchAll(/^ {2}(\S+)/gm)].map(([, name]) => name as string);
}
