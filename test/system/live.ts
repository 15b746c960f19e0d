import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import { createApi } from '../../src/api/app.ts';
import type { Context } from '../../src/app/context.ts';
import { createOutcomes } from '../../src/app/outcomes.ts';
import { addMember, createCase, type OpenCase } from '../../src/client/cases.ts';
import { type Connection, connect as connectTo } from '../../src/client/connection.ts';
import { found } from '../../src/client/found.ts';
import { createIdentity, type Identity } from '../../src/client/identity.ts';
import { forgetful } from '../../src/client/memory.ts';
import { approve, findPerson, invite, join, joinRequests } from '../../src/client/people.ts';
import type { Pin } from '../../src/client/pin.ts';
import { submit } from '../../src/client/submit.ts';
import { connect } from '../../src/db/connect.ts';
import { type Bytes, toHex, utf8 } from '../../src/domain/bytes.ts';
import { platform } from '../../src/domain/platform/node.ts';
import type { ArchiveRole, CaseRole } from '../../src/domain/roles.ts';
import type { BlobStore } from '../../src/store/blob-store.ts';
import { createFilesStore } from '../../src/store/files-store.ts';
import { type RunningNotary, runNotary } from './live/notary-loop.ts';
import type { FreshDatabase } from './postgres.ts';
import { databaseUrl } from './postgres-url.ts';

/** An archive that runs: real PostgreSQL, the notary taking turns, the API on a port, people with the client library. */
export interface Live {
	readonly server: string;
	readonly pin: Pin;
	readonly database: FreshDatabase;
	readonly folder: string;
	readonly store: BlobStore;
	/** What the API's use cases are given. */
	readonly context: Context;
	readonly api: ReturnType<typeof createApi>;
	readonly notary: RunningNotary;
	/** Lines the API logged. */
	readonly log: string[];
	/** Secret recovery key. */
	readonly recovery: Bytes;
	readonly steward: Connection;
	/** Someone invited, joined and approved. */
	enrol(role?: ArchiveRole): Promise<Connection>;
	/** Another line of the same person, with a memory of its own; `server` may be something in between. */
	connect(identity: Identity, server?: string, now?: () => Date): Promise<Connection>;
	/** As a superuser of the database. */
	sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
	close(): Promise<void>;
}

export interface LiveOptions {
	/** The clock of notary and API. */
	clock?: () => Date;
	/** Text of a policy of witnesses. */
	policy?: string;
	/** Puts something before the object store. */
	wrapStore?: (store: BlobStore) => BlobStore;
	/** Another database than a fresh one of the test run: for measurements, which have no test run. */
	database?: FreshDatabase;
}

/** Starts and founds an archive; about half a second. Call it in `beforeAll`, `close` in `afterAll`. */
export async function startLive(options: LiveOptions = {}): Promise<Live> {
	const clock = options.clock ?? (() => new Date());
	const database = options.database ?? (await (await import('./postgres.ts')).freshDatabase());
	const folder = await mkdtemp(joinPath(tmpdir(), 'custos-live-'));
	const urlOf = (user: string): string => databaseUrl({ ...database.connection, user });
	const notary = await runNotary({
		url: urlOf('custos_notary'),
		home: joinPath(folder, 'notary'),
		clock,
		...(options.policy === undefined ? {} : { policy: options.policy }),
	});
	const files = await createFilesStore({ root: joinPath(folder, 'objects') });
	const store = options.wrapStore?.(files) ?? files;
	const [own, admin] = [
		connect(urlOf('custos_api'), { max: 6 }),
		connect(databaseUrl(database.connection), { max: 2 }),
	];
	const context: Context = {
		db: own.db,
		store,
		outcomes: createOutcomes(own.db),
		now: clock,
		randomBytes: platform.randomBytes,
	};
	const log: string[] = [];
	const api = createApi(context, (line) => log.push(line));
	const { http, server } = await listen(api.fetch);

	const { keys } = notary.started;
	const print = toHex(platform.sha256(utf8(`${keys.vkey}\n${keys.boxPublic}`))).slice(0, 32);
	const [founder, recovery] = [createIdentity(), platform.randomBytes(32)];
	const pin = await found(server, `${toHex(keys.founding)}-${print}`, founder, recovery, clock());
	const line = (identity: Identity, at = server, now = clock) =>
		connectTo({ ...pin, server: at }, identity, forgetful(), { now });
	const steward = await line(founder);
	return {
		server,
		pin,
		database,
		folder,
		store,
		context,
		api,
		notary,
		log,
		recovery,
		steward,
		connect: line,
		async enrol(role = 'member') {
			const identity = createIdentity();
			const letter = await invite(steward, role);
			await join(letter, identity, 'somebody');
			const [request] = (await joinRequests(steward, [letter])).filter((one) => one.genuine);
			if (request === undefined) throw new Error('the join request is not there');
			await approve(steward, request, role);
			return line(identity);
		},
		sql: async (text, values = []) => (await admin.pool.query(text, values)).rows as Record<string, unknown>[],
		async close() {
			await new Promise((resolve) => {
				http.close(resolve);
				if ('closeAllConnections' in http) http.closeAllConnections();
			});
			await notary.stop();
			await Promise.all([own.pool.end(), admin.pool.end()]);
			await database.drop();
			await rm(folder, { recursive: true });
		},
	};
}

/** Listens on a free port of the loopback. */
export async function listen(
	fetch: Parameters<typeof serve>[0]['fetch'],
): Promise<{ http: ServerType; server: string }> {
	return new Promise((resolve) => {
		const http = serve({ fetch, port: 0, hostname: '127.0.0.1' }, (info: AddressInfo) => {
			resolve({ http, server: `http://127.0.0.1:${info.port}` });
		});
	});
}

/** A worker with an open epoch. */
export async function enrolWorker(live: Live): Promise<{ worker: Connection; epochSecret: Bytes }> {
	const worker = await live.enrol('worker');
	const epochSecret = platform.randomBytes(32);
	await submit(worker, [
		{ type: 'epoch.opened', fields: { epoch: 1, key: toHex(platform.x25519Public(epochSecret)) } },
	]);
	return { worker, epochSecret };
}

/** A case of `lead` with these members. */
export async function openCase(
	lead: Connection,
	members: readonly (readonly [Connection, CaseRole])[] = [],
	prefix = 'CAS',
): Promise<OpenCase> {
	const open = await createCase(lead, { title: 'a case', prefix });
	for (const [member, role] of members)
		await addMember(lead, open, await findPerson(lead, member.identity.keys.sign), role);
	return open;
}
