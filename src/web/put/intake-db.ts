import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Bytes } from '../../domain/bytes.ts';

/** What this browser remembers of deliveries. Everything but where a folder lies is sealed. */
interface IntakeSchema extends DBSchema {
	/** Pieces of journals, by the journal's name and their place in it. */
	journal: { key: [string, number]; value: Bytes };
	/** Deliveries that are not finished, by their journal's name; handles where the browser gives some. */
	deliveries: { key: string; value: StoredDelivery };
}
export interface StoredDelivery {
	sealed: Bytes;
	handles?: readonly FileSystemHandle[];
}
export type IntakeDb = IDBPDatabase<IntakeSchema>;

let opening: Promise<IntakeDb> | undefined;

/** One database for all journals and deliveries of this browser. */
export function intakeDb(): Promise<IntakeDb> {
	opening ??= openDB<IntakeSchema>('custos-intake', 1, {
		upgrade(made) {
			made.createObjectStore('journal');
			made.createObjectStore('deliveries');
		},
	});
	return opening;
}
