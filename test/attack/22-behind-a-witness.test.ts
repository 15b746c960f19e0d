import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { toHex } from '../../src/domain/bytes.ts';
import { openCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { cosign, formatWitnessKey } from '../../src/domain/ledger/cosignature.ts';
import { parseKey, parseNote } from '../../src/domain/ledger/note.ts';
import { parseAddCheckpoint } from '../../src/domain/ledger/witness.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { Held, Outcome, WitnessState } from '../../src/domain/wire.ts';
import { readNotaryState } from '../../workers/backup/notary-state.ts';
import { createWitness, type WitnessKeys, watchLog } from '../../workers/witness/folder.ts';
import { Desk } from '../system/archive/desk.ts';
import type { TestPerson } from '../system/archive/person.ts';
import { buildArchive } from '../system/archive-builder.ts';
import { copyDatabase } from '../system/copied-database.ts';
import { freePorts } from '../system/daemon.ts';
import { type FreshDatabase, freshDatabase } from '../system/postgres.ts';
import { databaseUrl } from '../system/postgres-url.ts';
import { type Program, startNotaryProgram, startProgram } from './program.ts';
import { lay, type Sent, sign } from './witnessed.ts';

// 22: yesterday's database and yesterday's notary, both put back: only a witness knows that there was more.

let folder: string;
let today: FreshDatabase;
let yesterday: FreshDatabase;
let client: Client;
let steward: TestPerson;
let reader: TestPerson;
let keys: WitnessKeys;
let port: number;
let policy: string;
let witness: Program;
let notary: Program;
let vkey: string;
/** Entries yesterday and today. */
let [then, now] = [0, 0];
/** What the witness cosigned last. */
let shown: string;

const home = (name: string): string => join(folder, name);
const startWitness = async (): Promise<void> => {
	witness = startProgram('workers/witness/main.ts', { WITNESS_HOME: home('witness'), PORT: String(port) });
	await witness.ready;
};
const startNotary = async (database: FreshDatabase, name: string, withPolicy = true): Promise<void> => {
	const url = databaseUrl({ ...database.connection, user: 'custos_notary' });
	notary = startNotaryProgram(url, home(name), withPolicy ? { WITNESS_POLICY: policy } : {});
	await notary.ready;
};
/** What becomes of a statement before yesterday's notary. */
const outcomeOf = async (by: TestPerson, fields: object): Promise<Outcome> => {
	const { head } = await readNotaryState(home('yesterday'));
	const sent: Sent = sign({ vkey, size: head.size, root: head.root }, by, fields);
	await lay(client, [sent]);
	return vi.waitUntil(
		async () => {
			const { rows } = await client.query<{ outcome: string }>(
				'select outcome from outcomes where statement_id = $1 and actor = $2',
				[sent.statement.id, sent.statement.actor],
			);
			return rows[0] === undefined ? undefined : Outcome.parse(JSON.parse(rows[0].outcome));
		},
		{ timeout: 20_000, interval: 20 },
	) as Promise<Outcome>;
};
const invite = () => ({ type: 'person.invited', invite: toHex(platform.randomBytes(16)), role: 'member' });
const entries = async (): Promise<number> =>
	Number((await client.query<{ n: string }>('select count(*) as n from ledger.entries')).rows[0]?.n);
const told = async () => {
	const { rows } = await client.query<{ held: string | null; states: string; note: string | null }>(
		'select held, states, note from witnessed',
	);
	const [row] = rows;
	return {
		held: row?.held == null ? null : Held.parse(JSON.parse(row.held)),
		states: WitnessState.array().parse(JSON.parse(row?.states ?? '[]')),
	};
};

beforeAll(async () => {
	[today, folder] = [await freshDatabase(), await mkdtemp(join(tmpdir(), 'custos-behind-'))];
	const archive = await buildArchive({ connection: today.connection, folder });
	({ steward, reader } = archive);
	then = (await archive.desk.head()).size;
	vkey = archive.desk.vkey;
	await archive.close();
	yesterday = await copyDatabase(today.connection);
	await cp(home('notary'), home('yesterday'), { recursive: true });

	const desk = await Desk.open({ connection: today.connection, notaryHome: home('notary') });
	for (let i = 0; i < 3; i++) await desk.submit([desk.write(steward, invite() as Parameters<Desk['write']>[1])]);
	now = (await desk.head()).size;
	await desk.close();

	keys = await createWitness(home('witness'), 'witness.example/w1');
	await watchLog(home('witness'), vkey);
	[port] = (await freePorts(1)) as [number];
	policy = home('policy');
	await writeFile(policy, `witness w1 ${keys.vkey} http://127.0.0.1:${port}\nquorum w1\n`);
	await startWitness();
	// Today's notary has its head cosigned as it starts.
	await startNotary(today, 'notary');
	await notary.stop();
	shown = await (
		await fetch(
			`http://127.0.0.1:${port}/checkpoint/${toHex(platform.sha256(new TextEncoder().encode(parseKey(vkey).name)))}`,
		)
	).text();
	client = new Client({ connectionString: databaseUrl(yesterday.connection) });
	await client.connect();
});
afterEach(() => notary.stop());
afterAll(async () => {
	await client?.end();
	await witness.stop();
	await Promise.all([today.drop(), yesterday.drop()]);
	await rm(folder, { recursive: true });
});

test('the notary takes nothing in, and shows by what its own key signed that there was more', async () => {
	expect(openCheckpoint(shown, parseKey(vkey)).size).toBe(now);
	await startNotary(yesterday, 'yesterday');
	expect(await outcomeOf(steward, invite())).toMatchObject({
		error: { code: 'behind', message: expect.stringContaining(`${now} entries of this log, and here are ${then}`) },
	});
	expect(notary.said()).toMatch(/^notary: behind: the witness w1 cosigned/m);
	const { held } = await told();
	expect(held).toMatchObject({ witness: 'w1', entries: then, size: now, note: shown });
	expect(await entries()).toBe(then);
});

test('nor after it was killed and the witness is away, nor when no witness is asked any more', async () => {
	await witness.stop();
	await startNotary(yesterday, 'yesterday');
	expect(await outcomeOf(steward, invite())).toMatchObject({ error: { code: 'behind' } });
	await notary.stop();
	await startNotary(yesterday, 'yesterday', false);
	expect(await outcomeOf(steward, invite())).toMatchObject({ error: { code: 'behind' } });
	expect(await entries()).toBe(then);
	await startWitness();
});

test('nobody states a loss without a steward’s key, nor without a checkpoint of what is lost', async () => {
	await startNotary(yesterday, 'yesterday');
	const { head } = await readNotaryState(home('yesterday'));
	const state = (by: TestPerson, from: number, checkpoint: string) =>
		outcomeOf(by, { type: 'loss.stated', from, checkpoint });
	expect(await state(reader, then, shown)).toMatchObject({ error: { code: 'denied' } });
	expect(await state(steward, 0, head.note)).toMatchObject({ error: { code: 'bad-proof' } });
	expect(await state(steward, now, shown)).toMatchObject({ error: { code: 'bad-proof' } });
	const forged = shown.replace(`\n${now}\n`, `\n${now + 1}\n`);
	expect(await state(steward, then, forged)).toMatchObject({ error: { code: 'bad-proof' } });
	expect(await entries()).toBe(then);
});

test('a steward’s statement of the loss is the next entry, and then the log goes on; the old witness never signs it', async () => {
	await startNotary(yesterday, 'yesterday');
	const act = { type: 'loss.stated', from: then, checkpoint: shown };
	const proposal = toHex(platform.randomBytes(16));
	const other = { type: 'person.suspended', person: reader.keys.sign };
	// Several stewards may have to agree to it: that too is taken in, and no other proposal is.
	const proposes = { type: 'act.proposed', proposal };
	expect(await outcomeOf(steward, { ...proposes, act: other })).toMatchObject({ error: { code: 'behind' } });
	expect(await outcomeOf(reader, { ...proposes, act })).toMatchObject({ error: { code: 'denied' } });
	expect(await outcomeOf(steward, { ...proposes, act })).toMatchObject({ receipt: { index: then } });
	const stated = await outcomeOf(steward, { ...act, approval: proposal });
	expect(stated).toMatchObject({ receipt: { index: then + 1 } });
	expect(await outcomeOf(steward, invite())).toMatchObject({ receipt: { index: then + 2 } });
	await notary.stop();
	// The statement is in the log: the next process reads it there.
	await startNotary(yesterday, 'yesterday');
	expect(await outcomeOf(steward, invite())).toMatchObject({ receipt: { index: then + 3 } });
	const after = await vi.waitUntil(
		async () => {
			const found = await told();
			return found.states[0]?.trouble?.why === 'lost' ? found : undefined;
		},
		{ timeout: 20_000, interval: 50 },
	);
	expect(after).toMatchObject({ held: null, states: [{ name: 'w1', trouble: { why: 'lost', size: now } }] });
	expect(await outcomeOf(steward, { type: 'loss.stated', from: then, checkpoint: shown })).toMatchObject({
		receipt: { index: then + 4 },
	});
});

test('the bare word of a witness stops a notary that begins, and none that this witness has signed for', async () => {
	const seed = platform.randomBytes(32);
	const name = 'other.example';
	let size: number | undefined = 1_000_000;
	/** Somebody else's program: it answers requests and shows nothing. */
	const server: Server = createServer((request, answer) => {
		const pieces: Buffer[] = [];
		request.on('data', (piece: Buffer) => pieces.push(piece));
		request.on('end', () => {
			if (request.method !== 'POST') return answer.writeHead(404).end();
			if (size !== undefined) return answer.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${size}\n`);
			const { note } = parseAddCheckpoint(Buffer.concat(pieces).toString());
			answer.end(cosign(parseNote(note).text, name, seed, 1_772_409_600));
		});
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const own = policy;
	try {
		policy = home('other-policy');
		const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		await writeFile(policy, `witness o ${formatWitnessKey(name, platform.ed25519Public(seed))} ${address}\nquorum o\n`);
		await startNotary(yesterday, 'yesterday');
		expect(await outcomeOf(steward, invite())).toMatchObject({ error: { code: 'behind' } });
		await notary.stop();
		size = undefined;
		await startNotary(yesterday, 'yesterday');
		expect(await outcomeOf(steward, invite())).toMatchObject({ receipt: {} });
		size = 1_000_000;
		expect(await outcomeOf(steward, invite())).toMatchObject({ receipt: {} });
		const claims = await vi.waitUntil(
			async () => ((await told()).states[0]?.trouble?.why === 'ahead' ? told() : undefined),
			{ timeout: 20_000, interval: 50 },
		);
		expect(claims).toMatchObject({ held: null });
		expect(await outcomeOf(steward, invite())).toMatchObject({ receipt: {} });
	} finally {
		policy = own;
		server.closeAllConnections();
		server.close();
	}
});
