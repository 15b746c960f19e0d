import { isCustosError } from '../../domain/errors.ts';

/** One question asked of a bag. `reason` is empty when the answer was yes. */
export interface Check {
	readonly name: string;
	readonly ok: boolean;
	readonly reason: string;
}

/** What was asked and answered so far. A step that throws is a failed check with its reason: nothing escapes. */
export class Checks {
	readonly #list: Check[] = [];

	get list(): readonly Check[] {
		return this.#list;
	}

	get allOk(): boolean {
		return this.#list.every((check) => check.ok);
	}

	/** Runs a step. The result is undefined when it failed; steps that need it cannot run then, and say so. */
	async run<T>(name: string, step: () => T | Promise<T>): Promise<T | undefined> {
		try {
			const result = await step();
			this.#list.push({ name, ok: true, reason: '' });
			return result;
		} catch (error) {
			this.fail(name, reasonOf(error));
			return undefined;
		}
	}

	fail(name: string, reason: string): void {
		this.#list.push({ name, ok: false, reason });
	}
}

function reasonOf(error: unknown): string {
	if (isCustosError(error)) return error.message;
	return `this part of the bag cannot be read (${error instanceof Error ? error.name : 'unknown failure'})`;
}
