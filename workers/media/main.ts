import { goToBackground } from '../../infra/embedded/background.ts';
import { exitWithParent } from '../../infra/embedded/parent.ts';
import { isCustosError } from '../../src/domain/errors.ts';
import { mediaConfig } from './config.ts';
import { enrol } from './enrol.ts';
import { findTools } from './examine.ts';
import { MediaWorker } from './worker.ts';

/** The media worker process: a person with the role `worker`. It yields to everything else on the machine. */
async function main(): Promise<void> {
	exitWithParent();
	goToBackground();
	const config = mediaConfig(process.env);
	const stop = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
	const say = (line: string): void => void process.stderr.write(`${line}\n`);
	process.stdout.write(`${JSON.stringify({ ready: 'media' })}\n`);
	const examines = await findTools().then(
		() => true,
		(error: unknown) => {
			if (!isCustosError(error)) throw error;
			say(`items are kept, but not examined: ${error.message}`);
			return false;
		},
	);
	const enrolled = await enrol(config, say, stop.signal);
	say('is enrolled and works');
	await new MediaWorker(enrolled, examines, say).run(stop.signal);
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		if ((error as Error).name === 'AbortError') process.exit(0);
		process.stderr.write(
			`${isCustosError(error) ? `${error.code}: ${error.message}` : String((error as Error).stack)}\n`,
		);
		process.exit(isCustosError(error, 'config') ? 78 : 1);
	},
);
