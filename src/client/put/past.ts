import { type Bytes, fromHex } from '../../domain/bytes.ts';
import type { Id } from '../../domain/ids.ts';
import type { JournalRecord, PlannedItem } from './journal-records.ts';

/** An object as the journal remembers it. */
export interface PastObject {
	object: Id;
	size: number;
	partSize: number;
	items: PlannedItem[];
	parts: { part: number; sha256: string }[];
}

/** What earlier runs of the same put left: replayed from its journal. Files are known by where they lie (`at`). */
export class Past {
	/** The last intake that has not been closed. */
	intake: { id: Id; memberSecret: string; notarySecret: string; epoch: number; epochKey: Bytes } | undefined;
	/** An item of the newest delivery that was closed. */
	delivered: Id | undefined;
	readonly objects = new Map<Id, PastObject>();
	/** The objects begun for the open intake. */
	readonly current = new Set<Id>();
	readonly received = new Set<Id>();
	readonly kept = new Set<Id>();
	/** The newest plan for each file. */
	readonly planned = new Map<string, PlannedItem>();
	/** Files begun once and given up, that nothing has taken the place of yet. */
	readonly givenUp = new Map<string, PlannedItem>();
	readonly failed = new Map<string, { path: string; reason: string }>();
	/** The object each item lies in. */
	readonly objectOf = new Map<Id, Id>();
	/** The first file of each content, by the SHA-256 of the plaintext. */
	readonly contents = new Map<string, PlannedItem>();

	constructor(records: readonly JournalRecord[]) {
		for (const record of records) this.take(record);
	}

	take(record: JournalRecord): void {
		switch (record.t) {
			case 'intake':
				this.intake = { ...record, id: record.intake, epochKey: fromHex(record.epochKey) };
				this.current.clear();
				return;
			case 'object':
				return this.#begun(record);
			case 'part':
				this.objects.get(record.object)?.parts.push({ part: record.part, sha256: record.sha256 });
				return;
			case 'sealed':
				return this.#sealed(record);
			case 'abandoned':
				return this.#abandoned(record.object);
			case 'received':
				for (const item of record.items) this.received.add(item);
				return;
			case 'kept':
				for (const item of record.items) this.kept.add(item);
				return;
			case 'failed':
				this.failed.set(record.at, record);
				this.givenUp.delete(record.at);
				return;
			case 'closed':
				if (this.intake?.id !== record.intake) return;
				this.delivered = this.receivedNow()[0]?.item ?? this.delivered;
				this.intake = undefined;
				this.current.clear();
		}
	}

	/** Objects begun whose items are not all received yet. */
	unfinished(): PastObject[] {
		return [...this.objects.values()].filter((object) => object.items.some((item) => !this.received.has(item.item)));
	}

	/** True if the item belongs to the open intake. */
	isCurrent(item: PlannedItem): boolean {
		return this.current.has(this.objectOf.get(item.item) ?? '');
	}

	/** What the open intake has received so far. */
	receivedNow(): PlannedItem[] {
		const objects = [...this.current].map((id) => this.objects.get(id));
		return objects.flatMap((object) => object?.items ?? []).filter((item) => this.received.has(item.item));
	}

	/** The other file that had the same content first. */
	firstLike(item: PlannedItem): PlannedItem | undefined {
		const first = this.contents.get(item.sha256 ?? '');
		return first === undefined || first.at === item.at ? undefined : first;
	}

	#begun(record: Extract<JournalRecord, { t: 'object' }>): void {
		this.objects.set(record.object, { ...record, items: [...record.items], parts: [] });
		this.current.add(record.object);
		for (const item of record.items) {
			this.planned.set(item.at, item);
			this.failed.delete(item.at);
			this.givenUp.delete(item.at);
			this.objectOf.set(item.item, record.object);
		}
	}

	#sealed(record: Extract<JournalRecord, { t: 'sealed' }>): void {
		const object = this.objects.get(record.object);
		const plans = new Map(object?.items.map((item) => [item.item, item]));
		for (const sealed of record.items) {
			const item = plans.get(sealed.item);
			if (item === undefined) continue;
			item.sha256 = sealed.sha256;
			item.body = sealed.body;
			if (!this.contents.has(sealed.sha256)) this.contents.set(sealed.sha256, item);
		}
	}

	#abandoned(object: Id): void {
		for (const item of this.objects.get(object)?.items ?? []) {
			if (this.contents.get(item.sha256 ?? '') === item) this.contents.delete(item.sha256 ?? '');
			if (this.planned.get(item.at) !== item) continue;
			this.planned.delete(item.at);
			this.givenUp.set(item.at, item);
		}
		this.objects.delete(object);
		this.current.delete(object);
	}
}
