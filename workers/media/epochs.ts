import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '../../src/client/connection.ts';
import { type ArchiveEvents, archiveEvents, type EnrolledPerson, enrolled } from '../../src/client/people.ts';
import { demandCount, needAll } from '../../src/client/signed-count.ts';
import { type Draft, trySubmit } from '../../src/client/submit.ts';
import { type Bytes, fromBase64, fromHex, toBase64, toHex } from '../../src/domain/bytes.ts';
import { openSealed, sealTo } from '../../src/domain/envelope/sealed-box.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import type { Hex32 } from '../../src/domain/ids.ts';
import type { Entry } from '../../src/domain/ledger/receipt.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { readEpochFile, writeEpochFile } from './epoch-file.ts';
import { type HeldEpoch, type Retirement, retireEpochs, stateDestroyed } from './retire-epochs.ts';

/** How long a worker without the open epoch waits for another to share it, before it opens one of its own. */
const PATIENCE_MS = 15_000;
const LOOK_MS = 500;
/** Numbers tried in turn when others have taken them. */
const ATTEMPTS = 10;

/** How often it looks, while an epoch is to end some day, whether it has. */
const LOOK_AT_MOST_MS = 600_000;
const LOOKS = 100;

interface KeeperOptions {
	patienceMs?: number;
	signal?: AbortSignal;
	/** Without it epochs end by suspensions alone. */
	retirement?: Retirement;
}

/** An epoch as the ledger tells it. */
interface Told {
	epoch: number;
	/** X25519 public key, hex. */
	key: Hex32;
	open: boolean;
	/** The notary's time of its opening. */
	openedAt: number;
	/** Who made it, and with whom it was shared. */
	with: Set<Hex32>;
	/** Sealed to this worker. */
	grants: string[];
	/** This worker stated that it has destroyed the key. */
	ended: boolean;
}

function grantContext(epoch: number) {
	return { what: `epoch ${epoch}`, purpose: 'epoch-secret', generation: epoch };
}

/**
 * Keeps a worker in possession of the open epoch: takes what others share with it, shares what it has with every other
 * enrolled worker, and opens the next one when none is open, or nobody shares. To be asked again every few seconds; each
 * time resolves with all secrets it has, by number. All of it is read from the archive's own events, each proven.
 */
export function epochKeeper(
	home: string,
	connection: Connection,
	{ patienceMs = PATIENCE_MS, signal, retirement }: KeeperOptions = {},
): () => Promise<ReadonlyMap<number, Bytes>> {
	let lookAt = performance.now();
	let events: ArchiveEvents | undefined;
	let missingSince: number | undefined;
	return async () => {
		for (let attempt = 0; attempt < ATTEMPTS; ) {
			events = await archiveEvents(connection, events);
			const workers = enrolled(connection, events.entries).filter((one) => one.role === 'worker');
			const told = readEpochs(events.entries, workers, connection.identity.keys.sign);
			const ended = told.filter((one) => one.ended).map((one) => one.epoch);
			await stateDestroyed(home, connection, ended);
			const { secrets } = await readEpochFile(home);
			const held = heldOf(told, secrets, connection.identity.box);
			const newest = told.at(-1);
			if (newest?.open && held.has(newest.epoch)) {
				missingSince = undefined;
				await share(connection, newest, held.get(newest.epoch) as Bytes, workers, events.entries.length);
				if (retirement === undefined || performance.now() < lookAt) return held;
				lookAt = performance.now() + Math.min(LOOK_AT_MOST_MS, retirement.idleMs / LOOKS);
				const { next, gone } = await retireEpochs(home, connection, heldEpochs(told, held), retirement);
				if (next) await openNext(connection, home, told);
				// The one before it may be done with at once.
				if (next) lookAt = performance.now();
				if (!next && gone.length === 0) return held;
				attempt += 1;
				continue;
			}
			const now = performance.now();
			missingSince ??= now;
			if (newest?.open && now - missingSince < patienceMs) {
				if (held.size > 0) return held;
				await pause(LOOK_MS, undefined, signal && { signal });
				continue;
			}
			await openNext(connection, home, told);
			attempt += 1;
		}
		throw new CustosError('config', `${ATTEMPTS} numbers of worker epochs in turn are taken: look who opens them`);
	};
}

function readEpochs(entries: readonly Entry[], workers: readonly EnrolledPerson[], self: Hex32): Told[] {
	const told: Told[] = [];
	for (const { statement: s, skeleton } of entries) {
		if (skeleton.result !== 'accepted') continue;
		if (s.type === 'epoch.opened')
			told.push({
				epoch: s.epoch,
				key: s.key,
				open: true,
				openedAt: Date.parse(skeleton.time),
				with: new Set([s.actor]),
				grants: [],
				ended: false,
			});
		const newest = told.at(-1);
		if (newest === undefined) continue;
		newest.open &&= s.type !== 'person.suspended' || !workers.some((one) => one.keys.sign === s.person);
		if (s.type !== 'epoch.shared' && s.type !== 'epoch.closed') continue;
		const of = told.find((one) => one.epoch === s.epoch);
		if (s.type === 'epoch.closed') {
			if (of !== undefined) Object.assign(of, { open: false, ended: of.ended || s.actor === self });
			continue;
		}
		of?.with.add(s.person);
		if (s.person === self) of?.grants.push(s.grant);
	}
	for (const one of told) one.open &&= one === told.at(-1);
	return told;
}

/** Secrets by number: those made here, and those that others sealed to this worker. Each must be the epoch's own. */
function heldOf(told: readonly Told[], secrets: readonly Hex32[], box: Bytes): Map<number, Bytes> {
	const held = new Map<number, Bytes>();
	for (const { epoch, key, grants, ended } of told) {
		// Others' grants of it stay in the ledger; they are not opened again.
		if (ended) continue;
		const given = grants.flatMap((grant) => openGrant(box, grant, epoch));
		const secret = [...secrets.map(fromHex), ...given].find((one) => toHex(platform.x25519Public(one)) === key);
		if (secret !== undefined) held.set(epoch, secret);
	}
	return held;
}

function heldEpochs(told: readonly Told[], held: ReadonlyMap<number, Bytes>): HeldEpoch[] {
	return told.flatMap(({ epoch, key, openedAt }) => {
		const secret = held.get(epoch);
		return secret === undefined ? [] : [{ epoch, key, openedAt, secret }];
	});
}

/** A grant that does not open is worth nothing, and stands in nobody's way. */
function openGrant(box: Bytes, grant: string, epoch: number): Bytes[] {
	try {
		const secret = openSealed(box, fromBase64(grant), grantContext(epoch));
		return secret.length === 32 ? [secret] : [];
	} catch (error) {
		if (!isCustosError(error)) throw error;
		return [];
	}
}

/**
 * Seals the secret to every other worker who has not got it, by the box key of their proven enrolment. `shown`: how many
 * events of the archive all this was read from; the notary must count no more, or a suspension could be among the rest.
 */
async function share(
	connection: Connection,
	{ epoch, with: already }: Told,
	secret: Bytes,
	workers: readonly EnrolledPerson[],
	shown: number,
): Promise<void> {
	const wanting = workers.filter((one) => !one.suspended && !already.has(one.keys.sign));
	if (wanting.length === 0) return;
	const { events } = await demandCount(connection, [{ kind: 'archive', id: 'archive' }]);
	needAll(shown, events[0], 'archive');
	const drafts = wanting.map((one): Draft<'epoch.shared'> => {
		const grant = toBase64(sealTo(fromHex(one.keys.box), grantContext(epoch), secret));
		return { type: 'epoch.shared', fields: { epoch, person: one.keys.sign, grant } };
	});
	await trySubmit(connection, drafts);
}

async function openNext(connection: Connection, home: string, told: readonly Told[]): Promise<void> {
	const file = await readEpochFile(home);
	const { secrets } = file;
	const publicOf = (secret: Hex32): Hex32 => toHex(platform.x25519Public(fromHex(secret)));
	// Written down before it is announced; what the ledger holds decides, as an answer may be lost and a number be taken.
	const unannounced = secrets.filter((one) => !told.some((epoch) => epoch.key === publicOf(one)));
	const secret = unannounced.at(-1) ?? toHex(platform.randomBytes(32));
	if (unannounced.length === 0) await writeEpochFile(home, { ...file, secrets: [...secrets, secret] });
	const epoch = (told.at(-1)?.epoch ?? 0) + 1;
	const [said] = await trySubmit(connection, [{ type: 'epoch.opened', fields: { epoch, key: publicOf(secret) } }]);
	const result = said?.skeleton.result;
	if (result !== 'accepted' && result !== 'denied:conflict')
		throw new CustosError('denied', `the archive lets this worker open no epoch (${result})`);
}
