import { type ErrorCode, isCustosError } from '../../domain/errors.ts';
import { type CheckKey, checkWords } from './check-words.ts';

/** One question asked of a bag. */
export interface Check {
	readonly key: CheckKey;
	/** The index of the entry or the id of the item it is about, or how many witnesses (2/3); null: the whole bag. */
	readonly about: string | null;
	/** In English; `checkWords` has it in every language, with a plain sentence on what it means. */
	readonly name: string;
	/** `unconfirmed`: nothing speaks against it, and nothing in the bag can show it. */
	readonly state: 'pass' | 'fail' | 'unconfirmed';
	/** False for `fail` alone. */
	readonly ok: boolean;
	/** Why not; empty when the answer was yes. */
	readonly reason: string;
	readonly code: ErrorCode | null;
}

/** Who follows the checks while they are made. */
export interface CheckWatch {
	/** Each check once it is answered, in order. */
	check?(check: Check): void;
	/** Bytes read so far, of how many. The last call says all. */
	bytes?(done: number, total: number): void;
}

/** What was asked and answered so far. A step that throws is a failed check with its reason: only a signal's abort escapes. */
export class Checks {
	readonly #list: Check[] = [];
	readonly #watch: CheckWatch;
	readonly #signal: AbortSignal | undefined;

	constructor(watch: CheckWatch = {}, signal?: AbortSignal) {
		this.#watch = watch;
		this.#signal = signal;
	}

	get list(): readonly Check[] {
		return this.#list;
	}

	get allOk(): boolean {
		return this.#list.every((check) => check.ok);
	}

	/** Runs a step. The result is undefined when it failed; steps that need it cannot run then, and say so. */
	async run<T>(key: CheckKey, step: () => T | Promise<T>, about: string | null = null): Promise<T | undefined> {
		this.#signal?.throwIfAborted();
		try {
			const result = await step();
			this.#add(key, about, 'pass', '', null);
			return result;
		} catch (error) {
			this.#signal?.throwIfAborted();
			this.#add(key, about, 'fail', reasonOf(error), isCustosError(error) ? error.code : null);
			return undefined;
		}
	}

	/** What nothing in the bag can show. */
	leave(key: CheckKey, reason: string, about: string | null = null): void {
		this.#add(key, about, 'unconfirmed', reason, null);
	}

	#add(key: CheckKey, about: string | null, state: Check['state'], reason: string, code: ErrorCode | null): void {
		const check = { key, about, name: checkWords.en[key].name(about), state, ok: state !== 'fail', reason, code };
		this.#list.push(check);
		this.#watch.check?.(check);
	}
}

function reasonOf(error: unknown): string {
	if (isCustosError(error)) return error.message;
	return `this part of the bag cannot be read (${error instanceof Error ? error.name : 'unknown failure'})`;
}
