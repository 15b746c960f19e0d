import { constants } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import type { z } from 'zod';

/** A file of the worker's own folder; undefined if it is not there. */
export async function readJson<S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S> | undefined> {
	const source = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return undefined;
		throw error;
	});
	return source === undefined ? undefined : schema.parse(JSON.parse(source));
}

/** Durable, and readable by the worker alone. */
export async function writeJson(path: string, value: unknown): Promise<void> {
	const file = await open(`${path}.new`, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, 0o600);
	await file.writeFile(JSON.stringify(value));
	await file.sync();
	await file.close();
	await rename(`${path}.new`, path);
}
