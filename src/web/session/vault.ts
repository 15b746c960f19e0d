import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { ProfileFiles } from '../../client/profile/profile-files.ts';
import { type Bytes, utf8 } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';

/** Profiles of this browser: the same files as in a folder of the command line, sealed the same way. */
interface VaultSchema extends DBSchema {
	/** Content by [profile, name]. */
	files: { key: [string, string]; value: Bytes };
	/** Lines that were added to a file, in order. */
	lines: { key: number; value: { of: [string, string]; text: string }; indexes: { of: [string, string] } };
}

/** Where this browser keeps profiles. A profile is named by its person's signing key. */
export interface Vault {
	/** Signing keys of those whose profile is here. */
	people(): Promise<string[]>;
	/** The files of one profile. */
	files(person: string): ProfileFiles;
	/** Every file of a profile by name, as `ProfileFiles.read` gives it. */
	names(person: string): Promise<string[]>;
	/** Takes a profile off this device. */
	forget(person: string): Promise<void>;
}

const KEYS = 'identity.age';

export async function openVault(): Promise<Vault> {
	const db = await openDB<VaultSchema>('custos', 1, {
		upgrade(made) {
			made.createObjectStore('files');
			made.createObjectStore('lines', { autoIncrement: true }).createIndex('of', 'of');
		},
	});
	return {
		async people() {
			const keys = await db.getAllKeys('files');
			return keys.filter(([, name]) => name === KEYS).map(([person]) => person);
		},
		files: (person) => filesOf(db, person),
		async names(person) {
			const whole = (await db.getAllKeys('files')).filter(([of]) => of === person).map(([, name]) => name);
			const lines = (await db.getAll('lines')).filter(({ of }) => of[0] === person).map(({ of }) => of[1]);
			return [...new Set([...whole, ...lines])].sort();
		},
		async forget(person) {
			const change = db.transaction(['files', 'lines'], 'readwrite', { durability: 'strict' });
			for (const key of await change.objectStore('files').getAllKeys())
				if (key[0] === person) await change.objectStore('files').delete(key);
			for (let at = await change.objectStore('lines').openCursor(); at !== null; at = await at.continue())
				if (at.value.of[0] === person) await at.delete();
			await change.done;
		},
	};
}

function filesOf(db: IDBPDatabase<VaultSchema>, person: string): ProfileFiles {
	return {
		place: 'this browser',
		async read(name) {
			const whole = await db.get('files', [person, name]);
			if (whole !== undefined) return whole;
			const lines = await db.getAllFromIndex('lines', 'of', [person, name]);
			return lines.length === 0 ? undefined : utf8(lines.map((line) => line.text).join(''));
		},
		async writeNew(name, content) {
			const change = db.transaction('files', 'readwrite', { durability: 'strict' });
			const there = await change.store.getKey([person, name]);
			if (there === undefined) await change.store.put(bytesOf(content), [person, name]);
			await change.done;
			if (there !== undefined) throw new CustosError('exists', `there is a file ${name} in this browser already`);
		},
		async replace(name, content) {
			const change = db.transaction('files', 'readwrite', { durability: 'strict' });
			const put = change.store.put(bytesOf(content), [person, name]);
			// Else it is only when this was heard of, which is too late for a page that goes.
			change.commit();
			await Promise.all([put, change.done]);
		},
		async append(name, text) {
			const change = db.transaction('lines', 'readwrite', { durability: 'strict' });
			await Promise.all([change.store.add({ of: [person, name], text }), change.done]);
		},
	};
}

function bytesOf(content: string | Uint8Array): Bytes {
	return typeof content === 'string' ? utf8(content) : new Uint8Array(content);
}
