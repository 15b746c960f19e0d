import { z } from 'zod';
import { recover } from '../../workers/backup/recover.ts';
import { BackupPlace, openBackupPlace } from './backup-place.ts';
import { runPlainTask } from './task.ts';

const Options = z.strictObject({
	from: BackupPlace,
	recovery: z.string(),
	out: z.string(),
	case: z.string().optional(),
	logKey: z.string().optional(),
	number: z.number().int().min(1).optional(),
});

/** `custos recover`: the originals out of a backup, with the recovery key alone: no archive, no database. */
await runPlainTask(Options, async ({ options, signal, progress }) => {
	const { from, recovery, out, case: of, number, logKey } = options;
	return recover({
		from: await openBackupPlace(from, 'read', process.env),
		recoveryIdentity: recovery,
		out,
		signal,
		...(of === undefined ? {} : { case: of }),
		...(number === undefined ? {} : { number }),
		...(logKey === undefined ? {} : { logKey }),
		onProgress: ({ phase, done, total }) => progress(phase, done, total),
	});
});
