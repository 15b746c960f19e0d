import { join as joinPath } from 'node:path';
import { z } from 'zod';
import { Hex32 } from '../../src/domain/ids.ts';
import { readJson, writeJson } from './own-files.ts';

/** What a worker keeps of its epochs. */
const EpochFile = z.strictObject({
	/** Secret keys of the epochs it made, oldest first. */
	secrets: z.array(Hex32),
	/** Since when nothing has waited for an epoch, and the newest entry that was sealed to it then. */
	idle: z.record(z.string(), z.strictObject({ last: z.number(), since: z.number() })).optional(),
	/** Epochs whose secret is gone from here, and the ledger was not yet told so. */
	destroyed: z.array(z.number().int()).optional(),
});
export type EpochFile = z.infer<typeof EpochFile>;

/** The worker's file; empty if there is none. */
export async function readEpochFile(home: string): Promise<EpochFile> {
	return (await readJson(joinPath(home, 'epoch.json'), EpochFile)) ?? { secrets: [] };
}

/** Puts another in its place, durably. */
export function writeEpochFile(home: string, file: EpochFile): Promise<void> {
	return writeJson(joinPath(home, 'epoch.json'), file);
}
