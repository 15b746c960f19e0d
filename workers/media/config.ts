import { z } from 'zod';
import { CustosError } from '../../src/domain/errors.ts';

const MediaConfig = z.object({
	/** The archive's address. */
	SERVER: z.url(),
	/** The worker's own folder: its identity, its pin, the epoch's key. */
	WORKER_HOME: z.string().startsWith('/'),
	/** On one machine with the notary: its folder, whose founding secret invites the worker. */
	NOTARY_HOME: z.string().startsWith('/').optional(),
	/** Hours that nothing has waited for an epoch until its key is destroyed; hours until the next one is opened. */
	EPOCH_IDLE_HOURS: z.coerce.number().min(0).max(10_000).default(24),
	EPOCH_AGE_HOURS: z.coerce.number().min(0).max(100_000).default(168),
	/** Elsewhere: the invite a steward gave. */
	INVITE: z.string().optional(),
});
export type MediaConfig = z.infer<typeof MediaConfig>;

/** Reads the worker's settings; throws `config` naming the variable that is wrong. */
export function mediaConfig(env: NodeJS.ProcessEnv): MediaConfig {
	const parsed = MediaConfig.safeParse(env);
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw new CustosError('config', `the setting ${issue?.path.join('.')} is wrong or missing: ${issue?.message}`);
	}
	if (parsed.data.NOTARY_HOME === undefined && parsed.data.INVITE === undefined) {
		throw new CustosError(
			'config',
			'a media worker needs INVITE (from a steward: custos invite --role worker), or NOTARY_HOME on the notary’s machine',
		);
	}
	return parsed.data;
}
