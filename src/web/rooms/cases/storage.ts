import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Bytes } from '../../../domain/bytes.ts';

/** What this room keeps on the device, by [person, case]; sealed, all of it. */
interface Schema extends DBSchema {
	views: { key: [string, string]; value: Bytes };
	catalogues: { key: [string, string]; value: Bytes };
}

export function openStorage(): Promise<IDBPDatabase<Schema>> {
	return openDB<Schema>('custos-cases', 1, {
		upgrade: (made) => {
			made.createObjectStore('views');
			made.createObjectStore('catalogues');
		},
	});
}
