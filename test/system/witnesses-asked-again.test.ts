import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Witnessing, witnessing } from '../../src/client/witnesses.ts';
import { connect } from '../../src/db/connect.ts';
import { tileReader } from '../../src/db/log-store.ts';
import { cosign, formatWitnessKey } from '../../src/domain/ledger/cosignature.ts';
import { parseNote } from '../../src/domain/ledger/note.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { Gathering } from '../../workers/notary/gathering.ts';
import { Guard } from '../../workers/notary/guard.ts';
import { makeInvite } from './live/one-entry.ts';
import { type Live, startLive } from './live.ts';
import { databaseUrl } from './postgres-url.ts';

// Witnesses are asked on a schedule too: one that was away is asked again although nothing new came into the log.

const NAME = 'w.example';
const SEED = new Uint8Array(32).fill(7);
const ADDRESS = 'http://w.example/';
/** Longest wait, by a real clock, for what must come about. */
const PATIENCE_MS = 20_000;

let live: Live;
let own: ReturnType<typeof connect>;
let gathering: Gathering;
let ended: Promise<void>;
let [away, asked, seen] = [true, 0, ''];

beforeAll(async () => {
	live = await startLive();
	await makeInvite(live.steward);
	own = connect(databaseUrl({ ...live.database.connection, user: 'custos_notary' }), { max: 1 });
	const { keys, head } = live.notary.started;
	const guard = await Guard.open({
		folder: join(live.folder, 'notary'),
		key: keys.key,
		head,
		tiles: tileReader(own.db),
		clock: () => new Date(),
		losses: [],
		onHeld: () => {},
	});
	const key = formatWitnessKey(NAME, platform.ed25519Public(SEED));
	const policy = `witness w ${key} ${ADDRESS}\nquorum w\n`;
	gathering = await Gathering.open({ db: own.db, policy, keys, head, guard, clock: () => new Date() });
});
afterAll(async () => {
	gathering?.close();
	await ended;
	vi.useRealTimers();
	await own?.db.destroy();
	await live?.close();
});

/** The witness: cosigns whatever it is shown, when it is there. */
async function witness(init: RequestInit | undefined): Promise<Response> {
	asked += 1;
	if (away) throw new TypeError('fetch failed');
	const note = String(init?.body).split('\n\n').slice(1).join('\n\n');
	seen = note;
	return new Response(cosign(parseNote(note).text, NAME, SEED, Math.floor(Date.now() / 1000)));
}

/** Lets what is under way go on while no time passes for the notary. */
const turns = async (until: () => boolean, ms = PATIENCE_MS): Promise<void> => {
	for (const end = Date.now() + ms; !until() && Date.now() < end; ) await new Promise((done) => setImmediate(done));
};
/** So much time passes; nobody is asked meanwhile. */
async function quiet(ms: number): Promise<void> {
	const before = asked;
	await vi.advanceTimersByTimeAsync(ms);
	await turns(() => asked > before, 200);
	expect(asked).toBe(before);
}
/** So much time passes; then the witness is asked once, and what came of it is told. */
async function round(ms: number): Promise<Witnessing> {
	const before = asked;
	const timers = Math.max(1, vi.getTimerCount());
	await vi.advanceTimersByTimeAsync(ms);
	await turns(() => asked > before && vi.getTimerCount() >= timers);
	expect(asked).toBe(before + 1);
	// The pause after each round.
	await vi.advanceTimersByTimeAsync(1000);
	await turns(() => false, 100);
	return (await witnessing(live.steward)) as Witnessing;
}

test('one that was away is asked again after half a minute, all are after an hour, and what was unwitnessed no longer is', async () => {
	const real = globalThis.fetch;
	vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
		String(input).startsWith(ADDRESS) ? witness(init) : real(input, init),
	);
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
	ended = gathering.run();
	const first = await round(0);
	const { entries, since } = first.told;
	expect(first.told.states).toMatchObject([{ name: 'w', trouble: { why: 'away' }, at: null }]);
	expect([since, first.cosigned]).toEqual([expect.any(String), undefined]);

	await quiet(28_000);
	const still = await round(1_000);
	expect(still.told).toMatchObject({ since, states: [{ trouble: first.told.states[0]?.trouble }] });

	away = false;
	await quiet(28_000);
	const there = await round(1_000);
	expect(there.told).toMatchObject({ entries, since: null, states: [{ trouble: null, size: entries }] });
	expect(there.cosigned).toMatchObject({ size: entries, by: [{ name: 'w' }], enough: true });

	away = true;
	await quiet(3_598_000);
	const gone = await round(1_000);
	expect(gone.told).toMatchObject({ entries, since: null, states: [{ trouble: { why: 'away' } }] });
	away = false;
	await quiet(28_000);
	const again = await round(1_000);
	expect(again.told).toMatchObject({ entries, since: null, states: [{ trouble: null }] });
	expect(seen).toBe(live.notary.started.head.current.note);
});
