import { z } from 'zod';
import { CustosError } from '../domain/errors.ts';

const CopiesConfig = z.object({
	/** The archive's address. */
	SERVER: z.url(),
	/** On the machine of a media worker: its folder, in whose name damage is stated. With INVITE: a folder of its own. */
	WORKER_HOME: z.string().startsWith('/'),
	INVITE: z.string().optional(),
	/** In so many days every stored body is read once. */
	REHASH_DAYS: z.coerce.number().min(0).max(3650).default(30),
	/** At most so much of the time goes into it, in percent. */
	REHASH_SHARE: z.coerce.number().gt(0).max(100).default(10),
});
export type CopiesConfig = z.infer<typeof CopiesConfig>;

/** Reads the settings of the process that looks after objects; throws `config` naming the one that is wrong. */
export function copiesConfig(env: NodeJS.ProcessEnv): CopiesConfig {
	const parsed = CopiesConfig.safeParse(env);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new CustosError('config', `the setting ${issue?.path.join('.')} is wrong or missing: ${issue?.message}`);
}
