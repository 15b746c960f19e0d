import { z } from 'zod';
import { CustosError, type ErrorCode, errorCodes, isCustosError } from '../domain/errors.ts';

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

/** An answer that does not even begin for so long will not come: the line is dead, though nobody said so. */
const SILENT_MS = 300_000;

/**
 * Requests to one archive. Those that could not reach it, or met it starting, are tried again; all of them may be repeated. Throws
 * `bad-request` where `server` is no address at all.
 */
export function createHttp(server: string, signal?: AbortSignal): Http {
	if (!/^https?:\/\/[^/]/i.test(server) || !URL.canParse(server))
		throw new CustosError(
			'bad-request',
			'the address of an archive is like http://127.0.0.1:8787 or https://archive.example',
		);
	const base = server.replace(/\/+$/, '');

	const attempt = async (path: string, init: RequestInit): Promise<Response> => {
		let response: Response;
		const silent = new AbortController();
		const timer = setTimeout(() => silent.abort(), SILENT_MS);
		const ends = [silent.signal, signal, init.signal].filter((one) => one != null);
		try {
			response = await fetch(`${base}${path}`, { ...init, redirect: 'error', signal: AbortSignal.any(ends) });
		} catch (cause) {
			signal?.throwIfAborted();
			init.signal?.throwIfAborted();
			throw new CustosError('unavailable', `the archive at ${base} does not answer`, { cause });
		} finally {
			clearTimeout(timer);
		}
		if (response.ok) return response;
		const failure = Failure.safeParse(await response.json().catch(() => undefined));
		const code: ErrorCode = failure.success
			? failure.data.code
			: response.status >= 500
				? 'unavailable'
				: 'bad-request';
		throw new CustosError(
			code,
			failure.success ? failure.data.message : `the archive answered with status ${response.status}`,
		);
	};

	/** What is not wanted any more is not asked for again, whatever reason was given for that. */
	const patiently = async <T>(run: () => Promise<T>, wanted?: AbortSignal | null): Promise<T> => {
		const ends = AbortSignal.any([signal, wanted].filter((one) => one != null));
		for (const ms of PAUSES) {
			try {
				return await run();
			} catch (error) {
				if (ends.aborted || !isCustosError(error, 'unavailable')) throw error;
				await pause(ms, ends);
			}
		}
		return run();
	};

	/** The answer's text; one that breaks off half-way is asked for again like one that did not come. */
	const textOf = async (path: string, init: RequestInit): Promise<string> => {
		const response = await attempt(path, init);
		try {
			return await response.text();
		} catch (cause) {
			signal?.throwIfAborted();
			throw new CustosError('unavailable', `the answer of the archive at ${base} broke off`, { cause });
		}
	};

	return {
		raw: (path, init) => patiently(() => attempt(path, init), init.signal),
		async json(schema, path, request = {}) {
			const init: RequestInit = {
				method: request.method ?? (request.body === undefined ? 'GET' : 'POST'),
				headers: {
					...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
					...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
				},
				...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
			};
			const parsed = schema.safeParse(readJson(await patiently(() => textOf(path, init))));
			if (!parsed.success)
				throw new CustosError('bad-proof', `the archive’s answer to ${path.split('?')[0]} has the wrong shape`, {
					cause: parsed.error,
				});
			return parsed.data;
		},
	};
}

/** Rejects with the signal's reason as soon as it is aborted. */
function pause(ms: number, ends: AbortSignal): Promise<void> {
	return new Promise((resolve, reject) => {
		const stop = (): void => {
			clearTimeout(timer);
			reject(ends.reason);
		};
		const timer = setTimeout(() => {
			ends.removeEventListener('abort', stop);
			resolve();
		}, ms);
		ends.addEventListener('abort', stop, { once: true });
	});
}

/** Undefined where it is not JSON: no schema takes that. */
function readJson(source: string): unknown {
	try {
		return JSON.parse(source);
	} catch {
		return undefined;
	}
}
