import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { JournalStore } from '../../client/put/ports.ts';
import { onlyOne } from './alone.ts';

/** Opens or makes the file of a journal; fsynced after each write. Throws `conflict` while another process has it. */
export async function openJournalFile(path: string): Promise<JournalStore> {
	const release = await onlyOne(path);
	try {
		return await openAlone(path, release);
	} catch (error) {
		release();
		throw error;
	}
}

async function openAlone(path: string, release: () => void): Promise<JournalStore> {
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
	const folder = await open(dirname(path), constants.O_RDONLY);
	await folder.sync();
	await folder.close();
	let end = (await file.stat()).size;
	return {
		async read() {
			const content = new Uint8Array(end);
			for (let at = 0; at < end; ) {
				const { bytesRead } = await file.read(content, at, end - at, at);
				if (bytesRead === 0) return content.subarray(0, at);
				at += bytesRead;
			}
			return content;
		},
		async truncate(size) {
			if (size !== end) {
				await file.truncate(size);
				await file.datasync();
			}
			end = size;
		},
		async append(bytes) {
			for (let at = 0; at < bytes.length; )
				at += (await file.write(bytes, at, bytes.length - at, end + at)).bytesWritten;
			await file.datasync();
			end += bytes.length;
		},
		async close() {
			await file.close();
			release();
		},
	};
}
