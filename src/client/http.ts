import { z } from 'zod';
import { CustosError, type ErrorCode, errorCodes } from '../domain/errors.ts';

const Failure = z.object({ code: z.enum(errorCodes), message: z.string() });

export interface Http {
	/** JSON in, JSON out, parsed by the schema. Rejects with the code the archive gave. */
	json<S extends z.ZodType>(schema: S, path: string, request?: JsonRequest): Promise<z.infer<S>>;
	/** The raw response of a successful request. */
	raw(path: string, init: RequestInit): Promise<Response>;
}

export interface JsonRequest {
	method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
	body?: unknown;
	token?: string;
}

/** Waits between attempts, in milliseconds: an archive that restarts is back well within them. */
const PAUSES = [200, 500, 1000, 2000, 4000, 8000];

/** Requests to one archive. Those that could not reach it, or met it starting, are tried again; all of them may be repeated. */
export function createHttp(server: string, signal?: AbortSignal): Http {
	const base = server.replace(/\/+$/, '');

	const attempt = async (path: string, init: RequestInit): Promise<Response> => {
		let response: Response;
		try {
			response = await fetch(`${base}${path}`, { ...init, redirect: 'error', ...(signal === undefined ? {} : { signal }) });
		} catch (cause) {
			signal?.throwIfAborted();
			throw new CustosError('unavailable', `the archive at ${base} does not answer`, { cause });
		}
		if (response.ok) return response;
		const failure = Failure.safeParse(await response.json().catch(() => undefined));
		const code: ErrorCode = failure.success ? failure.data.code : response.status >= 500 ? 'unavailable' : 'bad-request';
		throw new CustosError(code, failure.success ? failure.data.message : `the archive answered with status ${response.status}`);
	};

	const raw = async (path: string, init: RequestInit): Promise<Response> => {
		for (const pause of PAUSES) {
			try {
				return await attempt(path, init);
			} catch (error) {
				if (!(error instanceof CustosError && error.code === 'unavailable')) throw error;
				await new Promise((resolve) => setTimeout(resolve, pause));
			}
		}
		return attempt(path, init);
	};

	return {
		raw,
		async json(schema, path, request = {}) {
			const response = await raw(path, {
				method: request.method ?? (request.body === undefined ? 'GET' : 'POST'),
				headers: {
					...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
					...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
				},
				...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
			});
			const parsed = schema.safeParse(await response.json());
			if (!parsed.success) throw new CustosError('bad-proof', `the archive’s answer to ${path.split('?')[0]} has the wrong shape`, { cause: parsed.error });
			return parsed.data;
		},
	};
}
