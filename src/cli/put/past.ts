import { type Bytes, fromHex } from '../../domain/bytes.ts';
import type { Id } from '../../domain/ids.ts';
import type { JournalRecord, PlannedItem } from './journal.ts';

/** An object as the journal remembers it. */
export interface PastObject {
	object: Id;
	size: number;
	partSize: number;
	items: PlannedItem[];
	parts: { part: number; sha256: string }[];
}

/** What earlier runs of the same put left: replayed from its journal. */
export class Past {
	/** The last intake that has not been closed. */
	intake: { id: Id; memberSecret: string; notarySecret: string; epoch: number; epochKey: Bytes } | undefined;
	readonly objects = new Map<Id, PastObject>();
	readonly received = new Set<Id>();
	readonly kept = new Set<Id>();
	/** The newest plan for each path. */
	readonly byPath = new Map<string, PlannedItem>();
	readonly failed = new Map<string, string>();
	/** The object each item lies in. */
	readonly objectOf = new Map<Id, Id>();
	/** First path of each content. */
	readonly contents = new Map<string, string>();

	constructor(records: readonly JournalRecord[]) {
		for (const record of records) this.take(record);
	}

	take(record: JournalRecord): void {
		switch (record.t) {
			case 'intake':
				this.intake = { ...record, id: record.intake, epochKey: fromHex(record.epochKey) };
				return;
			case 'object':
				this.objects.set(record.object, { ...record, items: [...record.items], parts: [] });
				for (const item of record.items) {
					this.byPath.set(item.path, item);
					this.failed.delete(item.path);
					this.objectOf.set(item.item, record.object);
				}
				return;
			case 'part':
				this.objects.get(record.object)?.parts.push({ part: record.part, sha256: record.sha256 });
				return;
			case 'sealed':
				return this.#sealed(record);
			case 'abandoned': {
				for (const item of this.objects.get(record.object)?.items ?? []) this.byPath.delete(item.path);
				this.objects.delete(record.object);
				return;
			}
			case 'received':
				for (const item of record.items) this.received.add(item);
				return;
			case 'kept':
				for (const item of record.items) this.kept.add(item);
				return;
			case 'failed':
				this.failed.set(record.path, record.reason);
				return;
			case 'closed':
				if (this.intake?.id === record.intake) this.intake = undefined;
		}
	}

	/** Objects begun whose items are not all received yet. */
	unfinished(): PastObject[] {
		return [...this.objects.values()].filter((object) => object.items.some((item) => !this.received.has(item.item)));
	}

	#sealed(record: Extract<JournalRecord, { t: 'sealed' }>): void {
		const object = this.objects.get(record.object);
		for (const sealed of record.items) {
			const item = object?.items.find((one) => one.item === sealed.item);
			if (item === undefined) continue;
			item.sha256 = sealed.sha256;
			item.body = sealed.body;
			if (!this.contents.has(sealed.sha256)) this.contents.set(sealed.sha256, item.path);
		}
	}
}
