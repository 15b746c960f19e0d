import { chmod, open as openFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Body } from '../../../src/domain/ledger/statement.ts';

/** Changes bytes near the very end of what is stored: all before them opens, and may be written by then. `folder`: of the archive. */
export async function spoil(folder: string, body: Body): Promise<void> {
	const objects = join(folder, 'objects');
	const path = (await readdir(objects, { recursive: true })).find((one) => basename(one) === body.object) ?? '';
	await chmod(join(objects, path), 0o600);
	const file = await openFile(join(objects, path), 'r+');
	await file.write(Buffer.of(1, 2, 3, 4), 0, 4, body.size - 1000);
	await file.close();
}
