import { z } from 'zod';
import { type Bytes, fromHex, toBase64 } from '../../domain/bytes.ts';
import { CustosError, errorCodes, isCustosError } from '../../domain/errors.ts';
import { pause } from './pause.ts';
import type { PutPart } from './ports.ts';

const Failure = z.object({ code: z.enum(errorCodes), message: z.string() });
/** Waits between attempts, in milliseconds. */
const PAUSES = [200, 500, 1000, 2000, 4000, 8000, 15_000];

/** Stores one part; tries again while the archive is away, and with a new session when the old one ended. */
export type Send = (path: string, bytes: Bytes, sha256: string) => Promise<void>;

/** Sends sealed parts to an archive. `token` gives a session; it is told the one that no longer works. */
export function createSender(server: string, token: (refused?: string) => Promise<string>, put: PutPart): Send {
	let refused: string | undefined;

	const attempt = async (path: string, bytes: Bytes, sha256: string): Promise<void> => {
		const bearer = await token(refused);
		const headers = {
			authorization: `Bearer ${bearer}`,
			'content-digest': `sha-256=:${toBase64(fromHex(sha256))}:`,
		};
		let answer: Awaited<ReturnType<PutPart>>;
		try {
			answer = await put(new URL(path, server), headers, bytes);
		} catch (cause) {
			throw new CustosError('unavailable', 'the archive does not answer', { cause });
		}
		if (answer.status === 200) return;
		if (answer.status === 401) refused = bearer;
		throw failure(answer);
	};

	return async (path, bytes, sha256) => {
		for (const ms of PAUSES) {
			try {
				return await attempt(path, bytes, sha256);
			} catch (error) {
				if (!isCustosError(error, 'unavailable') && !isCustosError(error, 'unauthenticated')) throw error;
				await pause(ms);
			}
		}
		return attempt(path, bytes, sha256);
	};
}

function failure({ status, text }: { status: number; text: string }): CustosError {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		value = undefined;
	}
	const parsed = Failure.safeParse(value);
	if (parsed.success) return new CustosError(parsed.data.code, parsed.data.message);
	return new CustosError(status >= 500 ? 'unavailable' : 'bad-request', `the archive answered with status ${status}`);
}
