import { z } from 'zod';
import { CustosError } from '../../src/domain/errors.ts';

const NotaryConfig = z.object({
	DATABASE_URL: z.string().min(1),
	NOTARY_HOME: z.string().startsWith('/'),
	/** File with the policy of witnesses (C2SP tlog-policy); none are asked without it. */
	WITNESS_POLICY: z.string().startsWith('/').optional(),
	/** Addresses of time authorities (RFC 3161), between spaces; none are asked without it. */
	TIME_AUTHORITIES: z
		.string()
		.default('')
		.transform((text) => text.split(/\s+/).filter((one) => one !== ''))
		.pipe(z.array(z.url({ protocol: /^https?$/ })).max(16)),
	/** Minutes between two looks at whether there is something new to be stamped. */
	TIME_EVERY: z.coerce.number().min(0.01).max(1440).default(10),
});

/** Reads the notary's settings; throws `config` naming the variable that is wrong. */
export function notaryConfig(env: NodeJS.ProcessEnv): z.infer<typeof NotaryConfig> {
	const parsed = NotaryConfig.safeParse(env);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new CustosError('config', `the setting ${issue?.path.join('.')} is wrong or missing: ${issue?.message}`);
}
