import type { Past } from './past.ts';
import { looksSame } from './plan.ts';
import type { Found } from './ports.ts';
import type { PutOptions } from './put-options.ts';

/**
 * What is to be done with a file now. `received`: it is in the archive, and unchanged since. Where only what failed is asked
 * for, of the others: `unasked` is not in the archive, `left-out` is.
 */
export type FileState = 'wanted' | 'received' | 'unasked' | 'left-out';

/** What becomes of each file of a folder, by what earlier runs left. */
export class FileStates {
	readonly #options: PutOptions;
	readonly #past: Past;
	readonly #onlyFailed: boolean;

	/** A delivery that was cut off is finished, whatever is asked for: it is not known of all its files what failed. */
	constructor(options: PutOptions, past: Past) {
		this.#options = options;
		this.#past = past;
		this.#onlyFailed = options.retryFailed === true && past.intake === undefined;
	}

	of(found: Found): FileState {
		const state = this.#byItself(found);
		if (this.isAsked(found.at)) return state;
		return state === 'wanted' ? 'unasked' : 'left-out';
	}

	/** False where only what failed is asked for, and neither the place nor a folder it lies in failed in an earlier run. */
	isAsked(at: string): boolean {
		if (!this.#onlyFailed) return true;
		const { failed } = this.#past;
		const { source } = this.#options;
		let place: string | undefined = at;
		while (place !== undefined && !failed.has(place)) place = source.folderOf?.(place);
		return place !== undefined;
	}

	#byItself(found: Found): 'wanted' | 'received' {
		const planned = this.#past.planned.get(found.at);
		if (planned === undefined || !looksSame(planned, found) || !this.#past.received.has(planned.item)) return 'wanted';
		if (this.#past.isCurrent(planned)) return 'received';
		// Of a delivery that ended: what workers did not find again in the store is not there.
		return this.#options.again || !this.#past.kept.has(planned.item) ? 'wanted' : 'received';
	}
}
