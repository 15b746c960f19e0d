import { randomBytes } from 'node:crypto';
import { chmod, type FileHandle, link, mkdir, open, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CustosError } from '../../domain/errors.ts';
import { createLocks, type Locks } from '../lock.ts';
import { createFolders, type Folders } from './folders.ts';
import { fs, fsUnless } from './fs-errors.ts';
import { placeOf } from './place.ts';

/** The folder of a files store: `objects/` whole objects, `temporary/` puts on their way, `uploads/` parts on theirs. */
export interface Room {
	readonly objects: string;
	readonly temporary: string;
	readonly uploads: string;
	readonly folders: Folders;
	readonly locks: Locks;
}

/** Opens the folder, making what is missing: only its owner may enter. Nothing of it is touched where it is only read. */
export async function openRoom(root: string, readOnly: boolean): Promise<Room> {
	const home = resolve(root);
	const folders = createFolders(home);
	const [objects, temporary, uploads] = ['objects', 'temporary', 'uploads'].map((name) => join(home, name)) as [
		string,
		string,
		string,
	];
	const room: Room = { objects, temporary, uploads, folders, locks: createLocks() };
	if (readOnly) return room;
	const first = await fs(mkdir(home, { recursive: true, mode: 0o700 }));
	await fs(chmod(home, 0o700));
	// The folders just made must be as durable as what will lie in them.
	for (let at = home; first !== undefined && at.length >= first.length; at = dirname(at))
		await folders.sync(dirname(at));
	for (const folder of [objects, temporary, uploads]) await folders.make(folder);
	return room;
}

/** The folder and the path of an object. */
export function locate(room: Room, key: string): { folder: string; path: string } {
	const place = placeOf(key);
	const folder = join(room.objects, place.folder);
	return { folder, path: join(folder, place.name) };
}

/** Gives the file at `path` the name of an object, too, unless the key is taken (`exists`). Not durable before the returned folder is synced. */
export async function nameObject(room: Room, path: string, key: string): Promise<string> {
	const place = locate(room, key);
	await room.folders.make(place.folder);
	const named = await fsUnless(
		'EEXIST',
		link(path, place.path).then(() => true),
	);
	if (named === undefined) throw new CustosError('exists', 'there is already an object under this key');
	return place.folder;
}

/** Opens a file for `work` and closes it. */
export async function withFile<T>(opening: Promise<FileHandle>, work: (file: FileHandle) => Promise<T>): Promise<T> {
	const file = await fs(opening);
	try {
		return await work(file);
	} finally {
		await fs(file.close());
	}
}

/** A new temporary file for `work`, gone afterwards under this name. */
export async function withTemporary<T>(room: Room, work: (file: FileHandle, path: string) => Promise<T>): Promise<T> {
	const path = join(room.temporary, randomBytes(16).toString('hex'));
	const file = await fs(open(path, 'wx+', 0o600));
	try {
		return await work(file, path);
	} finally {
		await Promise.all([fs(file.close()), fs(unlink(path))]);
	}
}
