import { isCustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import { answers } from '../../domain/wire.ts';
import type { Connection } from '../connection.ts';
import type { PastObject } from './past.ts';

type Begun = { object: Id; size: number; partSize: number };

/** Objects on their way into the store, in a case's name. */
export class Uploads {
	readonly #connection: Connection;
	readonly #case: Id;

	constructor(connection: Connection, caseId: Id) {
		this.#connection = connection;
		this.#case = caseId;
	}

	/** Begins an object, or finds it begun: which parts are there. */
	begin({ object, size, partSize }: Begun): Promise<{ done: boolean; parts: { part: number; sha256: string }[] }> {
		return this.#connection.ask(answers.upload, '/v1/uploads', { body: { object, case: this.#case, size, partSize } });
	}

	async complete(object: Id): Promise<void> {
		await this.#connection.ask(answers.nothing, `/v1/uploads/${object}/complete`, { method: 'POST', body: {} });
	}

	/** Completes an object if every part of it lies in the store as the journal remembers it. */
	async completeIfThere(past: PastObject): Promise<boolean> {
		const upload = await this.begin(past);
		if (upload.done) return true;
		const noted = new Set(past.parts.map((one) => `${one.part} ${one.sha256}`));
		const there = upload.parts.filter((one) => noted.has(`${one.part} ${one.sha256}`));
		if (there.length !== Math.ceil(past.size / past.partSize)) return false;
		await this.complete(past.object);
		return true;
	}

	/** Gives an object up; its parts go. */
	async abandon(object: Id): Promise<void> {
		try {
			await this.#connection.ask(answers.nothing, `/v1/uploads/${object}`, { method: 'DELETE' });
		} catch (error) {
			if (!isCustosError(error, 'not-found')) throw error;
		}
	}
}
