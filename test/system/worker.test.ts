import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, connect as dial, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCase } from '../../src/client/cases.ts';
import { type Live, startLive } from './live.ts';

const root = join(import.meta.dirname, '../..');
const wrangler = join(root, 'node_modules/.bin/wrangler');
let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'custos-worker-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Nothing of the person who tests, and nothing sent anywhere. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
	return {
		PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
		HOME: folder,
		XDG_CONFIG_HOME: folder,
		WRANGLER_SEND_METRICS: 'false',
		CI: 'true',
		...more,
	};
}

test('wrangler.toml bundles the API for Workers', async () => {
	const out = join(folder, 'bundle');
	const made = spawnSync(wrangler, ['deploy', '--dry-run', '--outdir', out], {
		cwd: root,
		env: environment(),
		encoding: 'utf8',
	});
	expect(made.stderr).toBe('');
	expect(made.status).toBe(0);
	const bundle = await readFile(join(out, 'worker.js'), 'utf8');
	expect(bundle).toContain('// src/api/app.ts');
	expect(bundle).toContain('// src/domain/platform/web.ts');
	expect(bundle).not.toMatch(/^\/\/ src\/(store\/files|domain\/platform\/node|cli|client)/m);
});

test('the API on workerd serves an archive: a session, a case, its receipt', async () => {
	const live = await startLive();
	const tcp = await listen(String(live.database.connection.host), Number(live.database.connection.port ?? 5432));
	const { port } = tcp.address() as AddressInfo;
	const worker = await dev(`postgresql://custos_api:none@127.0.0.1:${port}/${live.database.connection.database}`);
	try {
		const shown = await fetch(`${worker.address}/v1/archive`);
		expect({ status: shown.status, body: await shown.json() }).toMatchObject({
			status: 200,
			body: { log: live.pin.log },
		});
		expect((await fetch(`${worker.address}/v1/cases`)).status).toBe(401);
		const steward = await live.connect(live.steward.identity, worker.address);
		const made = await createCase(steward, { title: 'a case', prefix: 'CAS' });
		expect(await ids(live)).toContain(made.id);
	} finally {
		await worker.stop();
		tcp.close();
		await live.close();
	}
});

async function ids(live: Live): Promise<unknown[]> {
	return (await live.sql('select id from cases')).map((row) => row['id']);
}

/** PostgreSQL's unix socket as a port of the loopback: workerd knows no other. */
function listen(socketDir: string, port: number): Promise<Server> {
	const server = createServer((near) => {
		const far = dial(join(socketDir, `.s.PGSQL.${port}`));
		near.pipe(far).pipe(near);
		near.on('error', () => far.destroy());
		far.on('error', () => near.destroy());
	});
	return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function dev(database: string): Promise<{ address: string; stop(): Promise<void> }> {
	const args = ['dev', '--local', '--ip', '127.0.0.1', '--port', '0', '--inspector-port', '0', '--persist-to', folder];
	const child: ChildProcess = spawn(wrangler, [...args, '--var', 'S3_ACCESS_KEY:none', '--var', 'S3_SECRET_KEY:none'], {
		cwd: root,
		env: environment({ CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE: database }),
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	const lines: string[] = [];
	const address = await new Promise<string>((resolve, reject) => {
		for (const stream of [child.stdout, child.stderr]) {
			if (stream === null) continue;
			createInterface({ input: stream }).on('line', (line) => {
				lines.push(line);
				const ready = /Ready on (http:\/\/\S+)/.exec(line)?.[1];
				if (ready !== undefined) resolve(ready.replace('localhost', '127.0.0.1'));
			});
		}
		child.once('close', () => reject(new Error(`wrangler dev ended: ${lines.join('\n')}`)));
	});
	return {
		address,
		async stop() {
			process.kill(-Number(child.pid), 'SIGKILL');
			await ended;
		},
	};
}
