import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { durationInWords } from '../client/case/timecode.ts';
import { givenIntake, madeIntake, makeFootage } from './demo/footage.ts';
import { startPrivateArchive } from './demo/private-archive.ts';
import { type Outcome, placeForBag, tellStory } from './demo/story.ts';
import { exitCodes } from './exit-codes.ts';
import { failureOf } from './failure.ts';
import { helpIn } from './help.ts';
import { languageOf, messagesIn } from './messages.ts';
import { terminalIo } from './terminal.ts';
import { Told } from './told.ts';

const io = terminalIo();
const begun = performance.now();
const language = languageOf(process.argv.slice(2), process.env);
const messages = messagesIn(language);
const t = messages.demo;

/** A step, on stdout: when, who, what. */
function say(who: string, line: string): void {
	io.out(
		`${durationInWords(Math.round((performance.now() - begun) / 100) * 100).padEnd(11)} ${who.padEnd(13)} ${line}\n`,
	);
}

/** `npm run demo -- [folder] [--out DIR]`: the whole story on footage, ending in a verified bag. */
async function demo(folder: string | undefined, options: { out?: string }): Promise<Outcome> {
	if (folder !== undefined && !existsSync(folder))
		throw new Told('not-found', t.noFolder(resolve(folder)), { usage: true });
	const bag = await placeForBag(resolve(options.out ?? (await mkdtemp(join(tmpdir(), 'custos-bag-')))));
	const made = folder === undefined ? await mkdtemp(join(tmpdir(), 'custos-footage-')) : undefined;
	try {
		if (made !== undefined) {
			await makeFootage(join(made, 'disk'), (files, of) => {
				if (files === of) say('', t.made(of));
			});
		}
		say('', t.starts);
		const archive = await startPrivateArchive();
		say('', t.room(archive.address));
		try {
			const footage = made === undefined ? resolve(folder ?? '') : join(made, 'disk');
			const intake = made === undefined ? givenIntake(t) : madeIntake(t);
			return await tellStory({ archive, footage, intake, bag, screen: io, say, language });
		} finally {
			await archive.stop();
			say('', t.stopped);
		}
	} finally {
		if (made !== undefined) await rm(made, { recursive: true, force: true });
	}
}

const program = new Command('npm run demo --')
	.description(t.about)
	.argument('[folder]', t.folder)
	.option('--out <dir>', t.out)
	.addOption(new Option('--lang <lang>', messages.help.lang).choices(['en', 'ru']))
	.helpOption('-h, --help', messages.help.helpOption)
	.configureHelp(helpIn(messages, Math.min(io.width(), 100)))
	.addHelpText('after', `\n${t.ends}`)
	.exitOverride()
	.action(async (folder: string | undefined, options: { out?: string }) => {
		const outcome = await demo(folder, options);
		io.out(`${JSON.stringify(outcome)}\n`);
		process.exitCode = outcome.verified ? exitCodes.ok : exitCodes.failed;
	});

try {
	await program.parseAsync();
} catch (error) {
	const failure = failureOf(error, messages);
	if (failure !== undefined) {
		process.exitCode = failure.exit;
		io.err(`demo: ${failure.message}\n`);
	}
}
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
