// Supervises two sleepers of the home named on the command line and says their pids in one line of JSON. The one called
// `deaf` does not notice that its parent is gone.
import { supervise } from '../../../infra/embedded/processes.ts';

const parent = new URL('../../../infra/embedded/parent.ts', import.meta.url).href;
const sleep = `setInterval(() => {}, 60_000); console.log('ready')`;
const common = { command: process.execPath, ready: /^ready$/ };
const running = await supervise(
	[
		{
			...common,
			name: 'hearing',
			args: ['--input-type=module', '-e', `import { exitWithParent } from '${parent}'; exitWithParent(); ${sleep}`],
		},
		{ ...common, name: 'deaf', args: ['-e', sleep] },
	],
	{ home: process.argv[2] as string, log: (line) => process.stderr.write(`${line}\n`) },
);
process.stdout.write(`${JSON.stringify(Object.fromEntries(running.pids()))}\n`);
await running.done;
