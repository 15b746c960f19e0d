import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createServer } from 'vite';
import { stopSignal } from '../../infra/embedded/stop-signal.ts';

const checkout = resolve(import.meta.dirname, '../..');

/**
 * npm run dev: the archive as `npm start` runs it, and the room
 * from its sources, drawn anew as they change. The strict rules of the page hold only for what was built.
 */
async function main(): Promise<void> {
	const signal = stopSignal();
	const address = `http://127.0.0.1:${process.env.PORT || '8787'}`;
	const archive = spawn(process.execPath, [join(checkout, 'src/entry/start.ts')], { stdio: 'inherit' });
	process.env.CUSTOS_API = address;
	const web = await createServer({ configFile: join(checkout, 'src/web/vite.config.ts'), configLoader: 'native' });
	await web.listen();
	web.printUrls();
	const ended = new Promise<void>((done) => archive.once('exit', () => done()));
	signal.addEventListener('abort', () => archive.kill('SIGTERM'), { once: true });
	await ended;
	await web.close();
}

main().then(
	() => process.exit(0),
	(error: Error) => {
		process.stderr.write(`custos: ${error.message}\n`);
		process.exit(1);
	},
);
