import { constants } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Files of one person that must still be there after a power cut. Each call is durable once it resolves. */

/** Writes a file that must not exist yet, readable by its owner alone. Rejects with EEXIST when there is one. */
export async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
	await write(path, content, constants.O_CREAT | constants.O_EXCL);
	await syncFolder(dirname(path));
}

/** Puts a file in place of the one there, whole or not at all. */
export async function replace(path: string, content: string | Uint8Array): Promise<void> {
	const draft = `${path}.${process.pid}.new`;
	await write(draft, content, constants.O_CREAT | constants.O_TRUNC);
	await rename(draft, path);
	await syncFolder(dirname(path));
}

/** Adds lines. One that was torn by a crash is closed first, so that it spoils only itself. */
export async function append(path: string, lines: string): Promise<void> {
	const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
	try {
		const { size } = await file.stat();
		const last = size === 0 ? undefined : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer[0];
		await file.appendFile(last === undefined || last === 0x0a ? lines : `\n${lines}`);
		await file.sync();
		if (size === 0) await syncFolder(dirname(path));
	} finally {
		await file.close();
	}
}

/** Makes a folder for its owner alone. */
export async function makePrivateFolder(path: string): Promise<void> {
	await mkdir(path, { recursive: true, mode: 0o700 });
}

async function write(path: string, content: string | Uint8Array, flags: number): Promise<void> {
	const file = await open(path, constants.O_WRONLY | flags, 0o600);
	try {
		await file.writeFile(content);
		await file.sync();
	} finally {
		await file.close();
	}
}

async function syncFolder(path: string): Promise<void> {
	const folder = await open(path, constants.O_RDONLY);
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}
