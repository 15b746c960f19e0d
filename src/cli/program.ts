import { Command, CommanderError, Option } from 'commander';
import { version } from '../domain/version.ts';
import { acknowledgeCommand } from './commands/acknowledge.ts';
import { approveCommand } from './commands/approve.ts';
import { auditCommand } from './commands/audit.ts';
import { backupCommands } from './commands/backup.ts';
import { caseCommands } from './commands/case.ts';
import { clipCommands } from './commands/clip.ts';
import { exhibitCommands } from './commands/exhibit.ts';
import { exportCommands } from './commands/export.ts';
import { expungeCommands } from './commands/expunge.ts';
import { getCommand } from './commands/get.ts';
import { handOverCommands } from './commands/hand-over.ts';
import { historyCommand } from './commands/history.ts';
import { initCommand } from './commands/init.ts';
import { inviteCommand } from './commands/invite.ts';
import { joinCommand } from './commands/join.ts';
import { logKeyCommands } from './commands/log-key.ts';
import { lossCommands } from './commands/loss.ts';
import { lsCommand } from './commands/ls.ts';
import { noteCommands } from './commands/note.ts';
import { peopleCommands } from './commands/people.ts';
import { profileCommands } from './commands/profile.ts';
import { proposalCommands } from './commands/proposals.ts';
import { recoverCommand } from './commands/recover.ts';
import { recoverKeyCommand } from './commands/recover-key.ts';
import { refuseCommand } from './commands/refuse.ts';
import { reportCommand } from './commands/report.ts';
import { retryCommand } from './commands/retry.ts';
import { shareCommand } from './commands/share.ts';
import { showCommand } from './commands/show.ts';
import { statusCommand } from './commands/status.ts';
import { suspendCommands } from './commands/suspend.ts';
import { thresholdCommands } from './commands/threshold.ts';
import { verifyCommand } from './commands/verify.ts';
import { witnessCommands } from './commands/witness.ts';
import { type Context, createContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { failureOf } from './failure.ts';
import { helpIn } from './help.ts';
import type { Io } from './io.ts';
import { languageOf, messagesIn } from './messages.ts';
import { monitorCommand } from './monitor/command.ts';
import { putCommand } from './put/command.ts';

/** Every command, in the order of `--help`: the order of a working day. */
const commands: readonly ((program: Command, context: Context) => void)[] = [
	initCommand,
	inviteCommand,
	joinCommand,
	profileCommands,
	approveCommand,
	refuseCommand,
	peopleCommands,
	suspendCommands,
	proposalCommands,
	thresholdCommands,
	caseCommands,
	putCommand,
	statusCommand,
	lsCommand,
	showCommand,
	getCommand,
	clipCommands,
	exhibitCommands,
	noteCommands,
	shareCommand,
	historyCommand,
	retryCommand,
	exportCommands,
	reportCommand,
	handOverCommands,
	verifyCommand,
	acknowledgeCommand,
	auditCommand,
	monitorCommand,
	backupCommands,
	recoverKeyCommand,
	recoverCommand,
	witnessCommands,
	lossCommands,
	logKeyCommands,
	expungeCommands,
];

/** Runs one command as typed (without the program's name) and resolves with its exit code. Never rejects. */
export async function custos(args: readonly string[], io: Io): Promise<number> {
	const t = messagesIn(languageOf(args, io.env));
	let exit = 0;
	const program = new Command('custos');
	const context = createContext(program, args, io, (code) => {
		exit = code;
	});
	program
		.description(t.help.program)
		.version(version, '-V, --version', t.help.version)
		.option('--json', t.help.json)
		.option('--home <dir>', t.help.home)
		.option('--passphrase-file <file>', t.help.passphraseFile)
		.addOption(new Option('--lang <lang>', t.help.lang).choices(['en', 'ru']))
		.helpOption('-h, --help', t.help.helpOption)
		.helpCommand(false)
		.configureHelp(helpIn(t, Math.min(io.width(), 100)))
		.configureOutput({ writeOut: io.out, writeErr: io.err, outputError: () => {} })
		.exitOverride()
		.addHelpText('after', `\n${t.help.begin}\n${t.help.exitCodes}`);
	for (const add of commands) add(program, context);
	for (const group of program.commands) group.helpCommand(false);
	try {
		await program.parseAsync(args, { from: 'user' });
		return exit;
	} catch (error) {
		const failure = failureOf(error, t);
		if (failure === undefined) return exitCodes.ok;
		if (failure.helped !== true) io.err(`custos: ${failure.message}\n`);
		if (failure.code === 'internal' && io.env['CUSTOS_DEBUG']) io.err(`${(error as Error).stack}\n`);
		// What stands before it was not read, and it after that neither.
		if (error instanceof CommanderError && args.includes('--json')) program.setOptionValue('json', true);
		context.result({ error: { code: failure.code, message: failure.message } });
		return failure.exit;
	}
}
