import { type Connection, connect } from '../../client/connection.ts';
import { type Identity, pseudonym } from '../../client/identity.ts';
import { goOnAfter, seenLoss } from '../../client/loss.ts';
import { people } from '../../client/people.ts';
import type { Pin } from '../../client/pin.ts';
import { DEFAULT_WORK } from '../../client/profile/sealed-identity.ts';
import { createProfile, type Profile } from '../../client/profile.ts';
import { CustosError, isCustosError } from '../../domain/errors.ts';
import { lastFirst, rememberLast } from './last-here.ts';
import { quick } from './quick.ts';
import type { Session, Standing, Why } from './session.ts';
import { openVault, type Vault } from './vault.ts';
import { watched } from './watched.ts';

/** The door of the archive in this page: who is in, and how they come and go. */
export interface House {
	standing(): Standing;
	subscribe(listener: () => void): () => void;
	readonly vault: Promise<Vault>;
	/** The profile of a person of this browser. */
	profile(person: string): Promise<Profile>;
	/** Goes in with keys just made or opened; ends in `in`, `waiting` or `founding`. */
	enter(identity: Identity, profile: Profile): Promise<void>;
	/** Opens the keys and goes in. Throws `wrong-key`. */
	unlock(person: string, passphrase: string): Promise<void>;
	/** Goes on although part of the log is lost that this person saw: where they stand before `lost`, and said so. */
	consent(): Promise<void>;
	/** Asks again whether a steward has approved. */
	askAgain(): Promise<void>;
	/** Hides everything; forgets the keys unless work holds them. `all`: ends that work too. */
	lock(why: Why, options?: { all?: boolean }): void;
	/** Failures end here: those that mean the archive is not to be trusted stop everything. */
	report(error: unknown): void;
}

/** So long the keys outlive the session for what has to be said before they go. */
const LAST_MS = 2_000;

/** Codes that only a lying or a lost archive can cause. */
const UNTRUE = ['forked', 'bad-proof', 'bad-key'] as const;

/** `forget` drops what was opened and is still shown or cached. */
export function createHouse(forget: () => void): House {
	let standing: Standing = { at: 'starting' };
	const listeners = new Set<() => void>();
	const vault = openVault();
	/** What is open, while anybody is in, waiting, or covered. */
	let open: { identity: Identity; profile: Profile; connection: Connection; end: AbortController } | undefined;
	/** Whose keys are open, also before the archive has answered. */
	let holder: Holder | undefined;
	/** Work under way that outlives the idle lock. */
	const holds = new Set<symbol>();
	/** Last things to do before the keys go. */
	const lasts = new Set<() => Promise<unknown>>();

	const set = (next: Standing): void => {
		standing = next;
		for (const listener of listeners) listener();
	};
	const toDoor = async (why?: Why): Promise<void> => {
		const here = lastFirst(await (await vault).people());
		if (standing.at === 'stopped') return;
		set({ at: 'out', people: here, ...(why === undefined ? {} : { why }) });
	};
	const wipe = (): void => {
		open?.end.abort(new CustosError('unavailable', 'the archive was locked'));
		forgetKeys(standing.at === 'founding' ? standing.founder.identity : (open ?? holder)?.identity);
		open = undefined;
		holder = undefined;
		holds.clear();
		lasts.clear();
		forget();
	};

	let resting: ReturnType<typeof setTimeout> | undefined;
	/** Behind a cover where no work is under way any more, nobody needs the keys until their person is back. */
	const rest = (): void => {
		if (holds.size > 0 || standing.at !== 'covered' || !standing.working) return;
		forgetKeys(standing.session.identity);
		set({ ...standing, working: false });
	};

	/** Everything has stopped. If that is for a loss which a steward has stated, its person is told, and asked. */
	const askOfLoss = async (of: Holder): Promise<void> => {
		const stopped = standing;
		const pin = await of.profile.pin();
		// Whatever else is wrong now: the page has stopped and says why, and that this could not be asked.
		const lost = pin && (await seenLoss(here(pin), of.identity, of.profile).catch(() => 'unasked' as const));
		if (standing !== stopped || stopped.at !== 'stopped') return forgetKeys(of.identity);
		if (lost === undefined || typeof lost === 'string') {
			forgetKeys(of.identity);
			return set({ ...stopped, loss: lost ?? 'unasked' });
		}
		holder = of;
		set({ at: 'lost', ...of, lost });
	};

	const house: House = {
		standing: () => standing,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		vault,
		async profile(person) {
			return createProfile((await vault).files(person), DEFAULT_WORK);
		},
		async enter(identity, profile) {
			rememberLast(identity.keys.sign);
			const pin = await profile.pin();
			const unfinished = await profile.unfinished.read(identity);
			if (pin === undefined) {
				if (unfinished !== null) return set({ at: 'founding', founder: { identity, profile, unfinished } });
				throw new CustosError('not-found', 'these keys belong to no archive yet: use an invite link');
			}
			// Founded: the recovery key is in its file now, and nowhere else.
			if (unfinished !== null) await profile.unfinished.change(identity, () => null);
			const end = new AbortController();
			holder = { identity, profile };
			try {
				const connection = await connect(here(pin), identity, profile, { signal: end.signal });
				open = { identity, profile, connection, end };
				await house.askAgain();
			} catch (error) {
				house.report(error);
				if (open === undefined) holder = undefined;
				throw error;
			}
		},
		async unlock(person, passphrase) {
			const profile = await house.profile(person);
			const identity = await profile.openIdentity(passphrase);
			if (standing.at === 'covered') {
				if (identity.keys.sign !== standing.session.identity.keys.sign)
					throw new CustosError('wrong-key', `only ${pseudonym(standing.session.identity.keys.sign)} opens this`);
				// The same arrays that the session's work was given: they may have been emptied.
				standing.session.identity.seed.set(identity.seed);
				standing.session.identity.box.set(identity.box);
				forgetKeys(identity);
				return set({ at: 'in', session: standing.session });
			}
			await house.enter(identity, profile);
		},
		async consent() {
			if (standing.at !== 'lost') return;
			const { identity, profile, lost } = standing;
			await goOnAfter(profile, lost.loss, lost.goesOn, lost.keys);
			set({ at: 'starting' });
			await house.enter(identity, profile);
		},
		async askAgain() {
			if (open === undefined) return;
			const { identity, profile, connection, end } = open;
			try {
				const me = (await people(connection)).find((one) => one.keys.sign === identity.keys.sign);
				if (me === undefined)
					throw new CustosError('bad-proof', 'the archive took this key in and shows no entry of it');
				set({ at: 'in', session: sessionOf({ identity, profile, role: me.role, connection, signal: end.signal }) });
			} catch (error) {
				if (!isCustosError(error, 'unauthenticated')) throw error;
				set({ at: 'waiting', identity });
			}
		},
		lock(why, { all = false } = {}) {
			if (standing.at === 'starting' || standing.at === 'out' || standing.at === 'stopped') return;
			// What came of their work waits for whoever unlocks.
			if (standing.at === 'covered' && !standing.working && !all) return;
			if (holds.size > 0 && !all && 'session' in standing) {
				forget();
				return set({ at: 'covered', session: standing.session, why, working: true });
			}
			const work = why === 'refused' ? [] : [...lasts].map((one) => one());
			const out = (): Promise<void> => {
				if (standing.at !== 'starting') return Promise.resolve();
				wipe();
				return toDoor(why);
			};
			forget();
			if (work.length === 0) wipe();
			set({ at: 'starting' });
			within(LAST_MS, work).then(out).catch(house.report);
		},
		report(error) {
			if (UNTRUE.some((code) => isCustosError(error, code))) {
				const of = isCustosError(error, 'forked') ? copyOf(open ?? holder) : undefined;
				wipe();
				set({ at: 'stopped', error: error as CustosError, ...(of !== undefined && { loss: 'asking' }) });
				if (of !== undefined) askOfLoss(of).catch(house.report);
			} else if (isCustosError(error, 'unauthenticated') && standing.at === 'in') house.lock('refused', { all: true });
		},
	};

	function sessionOf(parts: Pick<Session, 'identity' | 'profile' | 'role' | 'signal' | 'connection'>): Session {
		const session: Session = {
			...parts,
			connection: watched(parts.connection, house.report),
			report: house.report,
			last(work) {
				lasts.add(work);
				return () => lasts.delete(work);
			},
			hold() {
				const work = Symbol();
				holds.add(work);
				return () => {
					if (!holds.delete(work)) return;
					clearTimeout(resting);
					resting = setTimeout(rest, LAST_MS);
				};
			},
		};
		// It is there by the time that something long is opened.
		quick(session).catch(house.report);
		return session;
	}

	toDoor().catch(house.report);
	return house;
}

/** Resolves when all of it is done or has failed, at the latest after `ms` milliseconds. */
async function within(ms: number, work: readonly Promise<unknown>[]): Promise<void> {
	if (work.length === 0) return;
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise((resolve) => {
		timer = setTimeout(resolve, ms);
	});
	await Promise.race([Promise.allSettled(work), late]);
	clearTimeout(timer);
}

/** Keys that are open, and the profile they lie in. */
interface Holder {
	readonly identity: Identity;
	readonly profile: Profile;
}

/** The same with keys of its own, which outlive those. */
function copyOf(holder: Holder | undefined): Holder | undefined {
	if (holder === undefined) return undefined;
	const { identity, profile } = holder;
	return { identity: { ...identity, seed: identity.seed.slice(), box: identity.box.slice() }, profile };
}

function forgetKeys(identity: Identity | undefined): void {
	identity?.seed.fill(0);
	identity?.box.fill(0);
}

/** The server is the one this page came from, whatever it was called where the pin was made. */
function here(pin: Pin): Pin {
	return { ...pin, server: location.origin };
}
