import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { z } from 'zod';
import { fromHex, toBase64 } from '../../domain/bytes.ts';
import { CustosError, errorCodes, isCustosError } from '../../domain/errors.ts';

const Failure = z.object({ code: z.enum(errorCodes), message: z.string() });
const PAUSES = [200, 500, 1000, 2000, 4000, 8000, 15_000];

/** Sends sealed parts over few lasting connections; the bytes go to the socket without a copy. */
export function createSender(server: string, token: (refused?: string) => Promise<string>) {
	const secure = server.startsWith('https:');
	const agent = secure
		? new HttpsAgent({ keepAlive: true, maxSockets: 4 })
		: new HttpAgent({ keepAlive: true, maxSockets: 4 });

	let refused: string | undefined;

	const attempt = async (path: string, bytes: Uint8Array, sha256: string): Promise<void> => {
		const bearer = await token(refused);
		return new Promise((resolve, reject) => {
			const request = (secure ? httpsRequest : httpRequest)(
				new URL(path, server),
				{
					method: 'PUT',
					agent,
					headers: {
						authorization: `Bearer ${bearer}`,
						'content-length': bytes.length,
						'content-digest': `sha-256=:${toBase64(fromHex(sha256))}:`,
					},
				},
				(response) => {
					let text = '';
					response.setEncoding('utf8');
					response.on('data', (piece: string) => {
						text += piece.slice(0, 4096);
					});
					response.on('end', () => {
						if (response.statusCode === 200) return resolve();
						if (response.statusCode === 401) refused = bearer;
						reject(failure(text, response.statusCode ?? 0));
					});
					response.on('error', (cause) => reject(new CustosError('unavailable', 'the connection broke', { cause })));
				},
			);
			request.on('error', (cause) => reject(new CustosError('unavailable', 'the archive does not answer', { cause })));
			request.end(bytes);
		});
	};

	return {
		/** Stores one part; tries again while the archive is away, and with a new session when the old one ended. */
		async send(path: string, bytes: Uint8Array, sha256: string): Promise<void> {
			for (const pause of PAUSES) {
				try {
					return await attempt(path, bytes, sha256);
				} catch (error) {
					if (!isCustosError(error, 'unavailable') && !isCustosError(error, 'unauthenticated')) throw error;
					await new Promise((resolve) => setTimeout(resolve, pause));
				}
			}
			return attempt(path, bytes, sha256);
		},
		close: () => agent.destroy(),
	};
}

function failure(text: string, status: number): CustosError {
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
