import { CustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { PlannedItem } from './journal-records.ts';
import type { Past, PastObject } from './past.ts';
import { provenReceived } from './proven.ts';
import type { PutOptions, WriteJournal } from './put-options.ts';
import type { Receiver } from './receiver.ts';
import type { Uploads } from './uploads.ts';

/** The open intake. Throws `internal` when there is none. */
export function intakeOf(past: Past): NonNullable<Past['intake']> {
	if (past.intake === undefined) throw new CustosError('internal', 'there is no open intake');
	return past.intake;
}

/** Objects between the store and the ledger: completed and deposited, or given up. */
export class ObjectsInHand {
	readonly #options: PutOptions;
	readonly #past: Past;
	readonly #write: WriteJournal;
	readonly #uploads: Uploads;
	readonly #receiver: Receiver;

	constructor(options: PutOptions, past: Past, write: WriteJournal, uploads: Uploads, receiver: Receiver) {
		this.#options = options;
		this.#past = past;
		this.#write = write;
		this.#uploads = uploads;
		this.#receiver = receiver;
	}

	/** Completes an object whose parts are all stored, and deposits its items. */
	async finish(object: Id): Promise<void> {
		await this.#uploads.complete(object);
		const begun = this.#past.objects.get(object) as PastObject;
		await this.deposit(begun, begun.items);
	}

	/** Queues the statements of an object's items. */
	async deposit(object: PastObject, items: readonly PlannedItem[]): Promise<void> {
		const intake = intakeOf(this.#past);
		for (const item of items) {
			const first = this.#past.firstLike(item)?.path;
			if (first !== undefined) this.#options.watch.note({ path: item.path, event: 'same', about: first });
			await this.#receiver.add({
				intake,
				object: object.object,
				item,
				...(first === undefined ? {} : { sameAs: first }),
			});
		}
	}

	/** The items of an object that the ledger does not have yet. */
	async leftOf(object: PastObject): Promise<PlannedItem[]> {
		const { connection, open } = this.#options;
		const placed = object.items.map((item) => ({ object: object.object, item }));
		const received = await provenReceived(connection, open.id, placed);
		if (received.size > 0) await this.#write({ t: 'received', items: [...received] });
		return object.items.filter((item) => !received.has(item.item));
	}

	/** Forgets an object begun; its files are free to be taken anew, under other keys. */
	async giveUp(object: Id): Promise<void> {
		if (!this.#past.objects.has(object)) return;
		await this.#write({ t: 'abandoned', object });
		await this.#uploads.abandon(object);
	}
}
