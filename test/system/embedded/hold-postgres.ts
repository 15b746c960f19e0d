// Starts the PostgreSQL of the home named on the command line, says so in one line of JSON, and keeps it until SIGTERM.
import { startPostgres } from '../../../infra/embedded/postgres.ts';

const postgres = await startPostgres({
	home: process.argv[2] as string,
	log: (line) => process.stderr.write(`${line}\n`),
});
const alive = setInterval(() => undefined, 60_000);
process.on('SIGTERM', () => {
	postgres.stop().then(
		() => clearInterval(alive),
		() => process.exit(1),
	);
});
process.stdout.write(`${JSON.stringify({ pid: postgres.pid, socketDir: postgres.socketDir })}\n`);
