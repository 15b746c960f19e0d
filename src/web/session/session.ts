import type { Connection } from '../../client/connection.ts';
import type { Identity } from '../../client/identity.ts';
import type { SeenLoss } from '../../client/loss.ts';
import type { Profile, Unfinished } from '../../client/profile.ts';
import type { CustosError } from '../../domain/errors.ts';
import type { ArchiveRole } from '../../domain/roles.ts';

/** What a room works with while its person is in. Gone from memory when they lock. */
export interface Session {
	readonly connection: Connection;
	readonly identity: Identity;
	readonly profile: Profile;
	/** By proven entries. */
	readonly role: ArchiveRole;
	/** Aborted when the session ends: give it to whatever runs long. */
	readonly signal: AbortSignal;
	/**
	 * Says that work is under way that should outlive the idle lock, until the returned function is called. Meanwhile
	 * locking hides everything and asks for the passphrase, but keys and work stay in memory; when the last work has ended, the
	 * keys go and what came of it stays.
	 */
	hold(): () => void;
	/**
	 * Work that begins at once when the session is to end, while its keys are still there: it has two seconds. Not done
	 * where the archive refused the key. Returns what takes it back.
	 */
	last(work: () => Promise<unknown>): () => void;
	/** For failures that reach nobody else: stops everything if the archive is not to be trusted. */
	report(error: unknown): void;
}

/** Somebody who is founding the archive. */
export interface Founder {
	readonly identity: Identity;
	readonly profile: Profile;
	readonly unfinished: Unfinished;
}

/** Why nobody is in. `refused`: the archive no longer takes this key. */
export type Why = 'idle' | 'asked' | 'refused';

/** How this page stands. */
export type Standing =
	| { readonly at: 'starting' }
	| { readonly at: 'out'; readonly people: readonly string[]; readonly why?: Why }
	/** Made keys to found the archive, and has not finished that. */
	| { readonly at: 'founding'; readonly founder: Founder }
	/** Joined, and not yet approved by a steward. */
	| { readonly at: 'waiting'; readonly identity: Identity }
	| { readonly at: 'in'; readonly session: Session }
	/** Locked while work is under way. Not `working`: it has ended, and the keys are out of memory until they unlock. */
	| { readonly at: 'covered'; readonly session: Session; readonly why: Why; readonly working: boolean }
	/** Part of the log that this person saw is lost, as a steward has stated: they are asked before they go on. */
	| { readonly at: 'lost'; readonly identity: Identity; readonly profile: Profile; readonly lost: SeenLoss }
	/** The archive showed something that cannot be true. */
	| { readonly at: 'stopped'; readonly error: CustosError; readonly loss?: LossAnswer };

/**
 * Whether a loss that stewards stated explains why everything stopped. `known`: only one that this person has gone on from already.
 * `unasked`: it could not be asked.
 */
export type LossAnswer = 'asking' | 'none' | 'known' | 'unasked';
