import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { durationInWords } from '../client/case/timecode.ts';
import { givenIntake, madeIntake, makeFootage } from './demo/footage.ts';
import { startPrivateArchive } from './demo/private-archive.ts';
import { type Outcome, placeForBag, tellStory } from './demo/story.ts';
import { exitCodes } from './exit-codes.ts';
import { failureOf } from './failure.ts';
import { messagesIn } from './messages.ts';
import { terminalIo } from './terminal.ts';
import { Told } from './told.ts';

const io = terminalIo();
const begun = performance.now();

/** A step, on stdout: when, who, what. */
function say(who: string, line: string): void {
	io.out(
		`${durationInWords(Math.round((performance.now() - begun) / 100) * 100).padEnd(11)} ${who.padEnd(13)} ${line}\n`,
	);
}

/** `npm run demo -- [folder] [--out DIR]`: the whole story on footage, ending in a verified bag. */
async function demo(folder: string | undefined, options: { out?: string }): Promise<Outcome> {
	if (folder !== undefined && !existsSync(folder))
		throw new Told('not-found', `there is no ${resolve(folder)} to take in`, { usage: true });
	const bag = await placeForBag(resolve(options.out ?? (await mkdtemp(join(tmpdir(), 'custos-bag-')))));
	const made = folder === undefined ? await mkdtemp(join(tmpdir(), 'custos-footage-')) : undefined;
	try {
		if (made !== undefined) {
			await makeFootage(join(made, 'disk'), (files, of) => {
				if (files === of) say('', `made ${of} files of camera-like footage`);
			});
		}
		say('', 'starts an archive of its own: database, notary, API, review room, media worker');
		const archive = await startPrivateArchive();
		say('', `its review room is at ${archive.address} for as long as this runs`);
		try {
			const footage = made === undefined ? resolve(folder ?? '') : join(made, 'disk');
			return await tellStory(archive, footage, made === undefined ? givenIntake : madeIntake, bag, io, say);
		} finally {
			await archive.stop();
			say('', 'the archive is stopped and its folder removed; the bag stays');
		}
	} finally {
		if (made !== undefined) await rm(made, { recursive: true, force: true });
	}
}

const program = new Command('npm run demo --')
	.description(
		'The whole story with three people on a folder of footage (made on the spot without one), ending in a verified bag.',
	)
	.argument('[folder]', 'footage to take in; it is only read')
	.option('--out <dir>', 'where to write the bag (else a new temporary folder)')
	.addHelpText('after', '\nThe last line on stdout is one JSON object. Exit code 0 only if the bag verifies.')
	.exitOverride()
	.action(async (folder: string | undefined, options: { out?: string }) => {
		const outcome = await demo(folder, options);
		io.out(`${JSON.stringify(outcome)}\n`);
		process.exitCode = outcome.verified ? exitCodes.ok : exitCodes.failed;
	});

try {
	await program.parseAsync();
} catch (error) {
	const failure = failureOf(error, messagesIn('en'));
	if (failure !== undefined) {
		process.exitCode = failure.exit;
		io.err(`demo: ${failure.message}\n`);
	}
}
process.stdout.write('', () => process.stderr.write('', () => process.exit()));
