import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cephConf } from './ceph-conf.ts';
import { type Daemon, freePorts, runTool, startDaemon, waitFor } from './daemon.ts';
import { onPath } from './needs.ts';

/** A running S3 for tests: Ceph's own gateway over one node that keeps its objects in memory. */
export interface Radosgw {
	endpoint: string;
	accessKey: string;
	secretKey: string;
	stop(): Promise<void>;
}

const TOOLS = ['ceph', 'ceph-mon', 'ceph-osd', 'ceph-authtool', 'monmaptool', 'osdmaptool', 'radosgw', 'radosgw-admin'];
const PACKAGES = 'ceph-mon ceph-osd radosgw';

/**
 * Why this machine cannot run Ceph, for `describe.skipIf`; undefined if it can. Under CI a missing Ceph is a failure,
 * not a skip: `startRadosgw` throws this reason.
 */
export function whyNoRadosgw(): string | undefined {
	const reason = process.env.CI ? undefined : whyNot();
	if (reason !== undefined) process.stderr.write(`SKIPPED, no S3 to try: ${reason}\n`);
	return reason;
}

function whyNot(): string | undefined {
	const missing = TOOLS.filter((tool) => !onPath(tool));
	if (missing.length === 0) return undefined;
	return `no ${missing.join(', ')}: apt-get install --no-install-recommends ${PACKAGES}`;
}

/** Starts monitor, object daemon and gateway on free loopback ports, in a folder that `stop` removes. Takes about a second. */
export async function startRadosgw(): Promise<Radosgw> {
	const reason = whyNot();
	if (reason !== undefined) throw new Error(reason);
	const home = await mkdtemp(join(tmpdir(), 'custos-ceph-'));
	const daemons: Daemon[] = [];
	const stop = async (): Promise<void> => {
		await Promise.all(daemons.map((daemon) => daemon.stop()));
		await rm(home, { recursive: true, force: true });
	};
	try {
		return { ...(await startCluster(home, daemons)), stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

async function startCluster(home: string, daemons: Daemon[]): Promise<Omit<Radosgw, 'stop'>> {
	const [monitorV2, monitorV1, gateway] = (await freePorts(3)) as [number, number, number];
	const fsid = randomUUID();
	const monitor = `[v2:127.0.0.1:${monitorV2},v1:127.0.0.1:${monitorV1}]`;
	const env = { ...process.env, CEPH_CONF: join(home, 'ceph.conf') };
	const run = (tool: string, ...args: string[]): Promise<string> => runTool(tool, args, { cwd: home, env });
	const start = (tool: string, ...args: string[]): Daemon => {
		const daemon = startDaemon(tool, args, { cwd: home, env });
		daemons.push(daemon);
		return daemon;
	};

	await writeFile(env.CEPH_CONF, cephConf({ home, fsid, monitor, gateway }));
	for (const folder of ['mon', 'osd']) await mkdir(join(home, folder));
	for (const [index, name] of ['mon.', 'client.admin', 'osd.0'].entries()) {
		const caps = ['mon', 'osd', 'mgr'].flatMap((daemon) => ['--cap', daemon, 'allow *']);
		await run(
			'ceph-authtool',
			...(index === 0 ? ['--create-keyring'] : []),
			'keyring',
			'--gen-key',
			'-n',
			name,
			...caps,
		);
	}
	await run('monmaptool', '--create', '--fsid', fsid, '--addv', 'a', monitor, 'monmap');
	await run('ceph-mon', '--mkfs', '-i', 'a', '--monmap', 'monmap', '--keyring', 'keyring');
	start('ceph-mon', '-f', '-i', 'a');

	const osd = randomUUID();
	await run('ceph', 'osd', 'new', osd);
	await run('ceph-osd', '--mkfs', '-i', '0', '--osd-uuid', osd);
	start('ceph-osd', '-f', '-i', '0');
	const rgw = start('radosgw', '-f', '-n', 'client.admin');

	const endpoint = `http://127.0.0.1:${gateway}`;
	await waitFor('radosgw', 90_000, rgw, async () => (await fetch(endpoint)).ok);
	const accessKey = randomBytes(10).toString('hex');
	const secretKey = randomBytes(20).toString('hex');
	const keys = [`--access-key=${accessKey}`, `--secret-key=${secretKey}`];
	await run('radosgw-admin', '-n', 'client.admin', 'user', 'create', '--uid=custos', '--display-name=custos', ...keys);
	return { endpoint, accessKey, secretKey };
}
