import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** The file in the notary's folder that every repair is written to: a line of JSON before it is done, and one after. */
export const REPAIRS = 'repairs';

/** Writes a line, on disk before it resolves. When it fails, nothing of it is left. */
export async function recordRepair(notaryHome: string, line: object): Promise<void> {
	const file = await open(join(notaryHome, REPAIRS), 'a', 0o600);
	try {
		const { size } = await file.stat();
		try {
			await file.appendFile(`${JSON.stringify(line)}\n`);
			await file.datasync();
		} catch (error) {
			await file.truncate(size);
			throw error;
		}
	} finally {
		await file.close();
	}
}
