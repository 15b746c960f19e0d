import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/client/connection.ts';
import { rotateLogKey } from '../../src/client/log-key.ts';
import { statedLosses, stateLoss } from '../../src/client/loss.ts';
import { forgetful } from '../../src/client/memory.ts';
import { archiveEvents, invite, people } from '../../src/client/people.ts';
import { demandCount } from '../../src/client/signed-count.ts';
import { tileReader } from '../../src/db/log-store.ts';
import { utf8 } from '../../src/domain/bytes.ts';
import { openCheckpoint, signCheckpoint } from '../../src/domain/ledger/checkpoint.ts';
import { formatWitnessKey } from '../../src/domain/ledger/cosignature.ts';
import { keysOfLog, keyText, newestText } from '../../src/domain/ledger/log-keys.ts';
import { parseKey } from '../../src/domain/ledger/note.ts';
import { parsePolicy, type Witness } from '../../src/domain/ledger/policy.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { Guard } from '../../workers/notary/guard.ts';
import { preparedKey, prepareKey } from '../../workers/notary/keys.ts';
import { runNotary } from './live/notary-loop.ts';
import { type Live, listen, openCase, startLive } from './live.ts';
import { databaseUrl } from './postgres-url.ts';

// The log's key is rotated while people are at work: they follow what is proven, and nothing else breaks.

let live: Live;
/** Of the log's first key. */
let first: Uint8Array;
beforeAll(async () => {
	live = await startLive();
	first = live.notary.started.keys.logSeed.slice();
});
afterAll(() => live.close());

const home = (): string => join(live.folder, 'notary');

test('a rotation is followed by whoever is connected, and by whoever comes later', async () => {
	const { steward } = live;
	const member = await live.enrol();
	const before = newestText(steward.archive.key);
	const old = live.notary.started.keys.logKey;
	await expect(rotateLogKey(steward, before)).rejects.toMatchObject({ code: 'not-found' });
	const { vkey } = await prepareKey(home(), steward.archive.origin);
	await live.notary.sayTime();
	expect(await rotateLogKey(steward, vkey)).toMatchObject({ done: true });
	await live.notary.sayTime();
	expect(live.notary.started.keys.vkey).toBe(vkey);
	expect(live.notary.started.keys.logKey).not.toBe(old);
	expect(await preparedKey(home(), steward.archive.origin)).toBeUndefined();
	await openCase(steward);
	expect(newestText(steward.archive.key)).toBe(vkey);
	// Somebody who was connected before, by the word and by entries.
	expect((await people(member)).length).toBeGreaterThan(1);
	expect(keysOfLog(member.archive.key).map(keyText)).toEqual([before, vkey]);
	await openCase(member);
	await demandCount(member, [{ kind: 'archive', id: 'archive' }]);
	// Anew, by the pin of the founding; and by an invite of today.
	const again = await live.connect(steward.identity);
	expect(newestText(again.archive.key)).toBe(vkey);
	expect((await archiveEvents(again)).entries.some(({ statement }) => statement.type === 'log.rotated')).toBe(true);
	const letter = await invite(again, 'member');
	expect(letter.pin.log).toBe(vkey);
	const newcomer = await live.enrol();
	const connected = await connect({ ...letter.pin, server: live.server }, newcomer.identity, forgetful());
	await openCase(connected);
});

test('a server that offers a key which nothing proves stops whoever believes it', async () => {
	const { steward } = live;
	const thief = platform.randomBytes(32);
	const { origin } = steward.archive;
	const seen = await steward.seen();
	const note = signCheckpoint({ origin, size: seen.size + 1, root: seen.root }, thief);
	const altered = (change: (shown: Shown) => object) =>
		listen(async (request: Request) => {
			const answer = await live.api.fetch(request);
			if (new URL(request.url).pathname !== '/v1/archive') return answer;
			const shown = (await answer.json()) as Shown;
			return Response.json({ ...shown, ...change(shown) });
		});
	const lies: ((shown: Shown) => object)[] = [
		() => ({ checkpoint: note }),
		({ links }) => ({ checkpoint: note, links: links.map((one) => ({ ...one, agreed: [] })) }),
		({ links }) => ({ checkpoint: note, links: [...links, ...links] }),
		({ checkpoint }) => ({ checkpoint, links: [] }),
	];
	for (const lie of lies) {
		const { http, server } = await altered(lie);
		await expect(connect({ ...live.pin, server }, steward.identity, forgetful())).rejects.toMatchObject({
			code: 'bad-proof',
		});
		await new Promise((resolve) => http.close(resolve));
	}
});

test('a rotation is kept only by whoever was shown all events of the archive before it', async () => {
	const { steward } = live;
	const memory = forgetful();
	const through = async (change: (entries: unknown[], after: number) => unknown[]) => {
		const { http, server } = await listen(async (request: Request) => {
			const answer = await live.api.fetch(request);
			const { pathname, searchParams } = new URL(request.url);
			if (pathname !== '/v1/people') return answer;
			const told = (await answer.json()) as { entries: unknown[] };
			return Response.json({ ...told, entries: change(told.entries, Number(searchParams.get('after'))) });
		});
		const connecting = connect({ ...live.pin, server }, steward.identity, memory);
		await connecting.finally(() => new Promise((resolve) => http.close(resolve)));
		return connecting;
	};
	for (const change of [(all: unknown[]) => all.filter((_, i) => i !== 1), () => []])
		await expect(through(change)).rejects.toMatchObject({ code: 'bad-proof' });
	expect(await memory.keys()).toBeUndefined();
	// Somebody knew of one event more, in the log before.
	await memory.saveEvents({ size: 1, events: 2 });
	await expect(through((all) => all)).rejects.toMatchObject({ code: 'bad-proof' });
	expect(await memory.keys()).toBeUndefined();
	await memory.saveEvents({ size: 1, events: 1 });
	const connection = await connect(live.pin, steward.identity, memory);
	expect(await memory.keys()).toMatchObject({ next: [{ key: newestText(connection.archive.key) }] });
	const { word } = await archiveEvents(connection);
	expect(await memory.events()).toEqual({ size: word.size, events: word.events });
});

test('a loss stated before a rotation stays what was signed, for the notary that starts again and for people', async () => {
	const { steward } = live;
	const { origin } = steward.archive;
	const lost = { origin, size: (await steward.seen()).size + 50, root: platform.sha256(utf8('what is lost')) };
	const [from, note] = [lost.size - 50, signCheckpoint(lost, live.notary.started.keys.logSeed)];
	expect(await stateLoss(steward, from, note)).toMatchObject({ done: true });
	const { vkey } = await prepareKey(home(), origin);
	await live.notary.sayTime();
	expect(await rotateLogKey(steward, vkey)).toMatchObject({ done: true });
	await live.notary.stop();
	const url = databaseUrl({ ...live.database.connection, user: 'custos_notary' });
	const anew = await runNotary({ url, home: home(), clock: () => new Date() });
	try {
		await openCase(steward, [], 'LOST');
		const letter = await invite(steward, 'member');
		const member = await live.connect(steward.identity);
		const ofToday = await connect({ ...letter.pin, server: live.server }, steward.identity, forgetful());
		expect((await steward.seen()).size).toBeLessThan(lost.size);
		for (const one of [steward, member, ofToday])
			expect(await statedLosses(one)).toMatchObject([{ from, note, checkpoint: { size: lost.size } }]);
		// Again by the key that has ended since, which somebody else may have shown only now.
		expect(await stateLoss(steward, from, note)).toMatchObject({ done: true });
		expect(anew.failure()).toBeUndefined();
	} finally {
		await anew.stop();
	}
});

test('what a key signed that has ended stops a notary that begins, and none that this witness has signed for', async () => {
	const { keys, head } = live.notary.started;
	const closed = live.steward.archive.key;
	expect(closed.ends).toBeDefined();
	const folder = await mkdtemp(join(tmpdir(), 'custos-guard-'));
	const parts = {
		folder,
		key: keys.key,
		head,
		tiles: tileReader(live.context.db),
		clock: () => new Date(),
		losses: [],
	};
	const begin = () => Guard.open({ ...parts, onHeld: () => undefined });
	const size = head.current.size + 50;
	const note = signCheckpoint({ origin: keys.origin, size, root: platform.sha256(utf8('other')) }, first);
	expect(openCheckpoint(note, parseKey(keyText(closed)))).toMatchObject({ size });
	const [policy] = parsePolicy(
		`witness w ${formatWitnessKey('w', keys.key.publicKey)} http://127.0.0.1\nquorum w\n`,
	).witnesses;
	const witness = policy as Witness;
	const hear = (guard: Guard) => guard.hear(witness, { why: 'ahead', size }, async () => note);
	try {
		const [young, old] = [await begin(), await begin()];
		await hear(young);
		expect(young.held).toMatchObject({ note, size });
		old.heard(witness.name);
		await hear(old);
		expect(old.held).toBeUndefined();
		// Kept while that key was the log's.
		await writeFile(join(folder, 'held.json'), JSON.stringify(young.held));
		expect((await begin()).held).toMatchObject({ note, size });
	} finally {
		await rm(folder, { recursive: true });
	}
});

interface Shown {
	checkpoint: string;
	links: { agreed: unknown[] }[];
}
