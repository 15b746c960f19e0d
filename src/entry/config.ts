import { z } from 'zod';
import { CustosError } from '../domain/errors.ts';

const ApiConfig = z.object({
	DATABASE_URL: z.string().min(1),
	PORT: z.coerce.number().int().min(0).max(65_535).default(8787),
	HOST: z.string().default('127.0.0.1'),
	/** Files of a certificate (with its chain) and its key, PEM. */
	TLS_CERT: z.string().startsWith('/').optional(),
	TLS_KEY: z.string().startsWith('/').optional(),
	/** Says that a proxy with TLS stands before the port and nothing else reaches it. */
	BEHIND_PROXY: z.enum(['yes', 'no']).default('no'),
	/** With TLS: a second port in the clear, on the loopback alone, for the worker on this machine. */
	LOCAL_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
	/** Folder of the built review room. */
	WEB: z.string().startsWith('/').optional(),
	/** Folder of the files store; used unless S3_BUCKET is set. */
	OBJECTS: z.string().startsWith('/').optional(),
	S3_BUCKET: z.string().optional(),
	S3_ENDPOINT: z.url().optional(),
	S3_REGION: z.string().default('us-east-1'),
	S3_ACCESS_KEY: z.string().optional(),
	S3_SECRET_KEY: z.string().optional(),
	/** Folder of the second copy of all objects, which must be there; or a bucket, with keys of its own. */
	SECOND_OBJECTS: z.string().startsWith('/').optional(),
	SECOND_S3_BUCKET: z.string().optional(),
	SECOND_S3_ENDPOINT: z.url().optional(),
	SECOND_S3_REGION: z.string().default('us-east-1'),
	SECOND_S3_ACCESS_KEY: z.string().optional(),
	SECOND_S3_SECRET_KEY: z.string().optional(),
});
export type ApiConfig = z.infer<typeof ApiConfig>;

const SecondConfig = ApiConfig.pick({
	SECOND_OBJECTS: true,
	SECOND_S3_BUCKET: true,
	SECOND_S3_ENDPOINT: true,
	SECOND_S3_REGION: true,
	SECOND_S3_ACCESS_KEY: true,
	SECOND_S3_SECRET_KEY: true,
});
export type SecondConfig = z.infer<typeof SecondConfig>;

/** Reads the API's settings once; throws `config` naming the variable, and what it wants. */
export function apiConfig(env: Readonly<Record<string, unknown>>): ApiConfig {
	return readBy(ApiConfig, env);
}

/** The settings of the second copy alone. Throws as `apiConfig`. */
export function secondConfig(env: Readonly<Record<string, unknown>>): SecondConfig {
	return readBy(SecondConfig, env);
}

function readBy<S extends z.ZodType>(schema: S, env: Readonly<Record<string, unknown>>): z.infer<S> {
	const parsed = schema.safeParse(env);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new CustosError('config', `the setting ${issue?.path.join('.')} is wrong: ${issue?.message}`);
}
