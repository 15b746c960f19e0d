import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { PutPart } from '../../client/put/ports.ts';

/** Of an answer that says what went wrong, in characters. */
const SHOWN = 64 * 1024;
const kept = { keepAlive: true, maxSockets: 4 };

/** After so long without a byte either way, in milliseconds, the line counts as dead: a part is sent again. */
const SILENCE_MS = 5 * 60_000;

/**
 * Sends parts over few lasting connections; the bytes go to the socket without a copy. Rejects with the socket's error,
 * also where the line fell silent.
 */
export function createPutPart({ silenceMs = SILENCE_MS } = {}): PutPart {
	const agents = { 'http:': new HttpAgent(kept), 'https:': new HttpsAgent(kept) };
	return (url, headers, bytes) =>
		new Promise((resolve, reject) => {
			const options = { method: 'PUT', headers: { ...headers, 'content-length': bytes.length } };
			const request: ClientRequest =
				url.protocol === 'https:'
					? httpsRequest(url, { ...options, agent: agents['https:'] })
					: httpRequest(url, { ...options, agent: agents['http:'] });
			request.on('response', (response) => {
				let text = '';
				response.setEncoding('utf8');
				response.on('data', (piece: string) => {
					if (text.length < SHOWN) text += piece;
				});
				response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
				response.on('error', reject);
			});
			request.on('error', reject);
			request.setTimeout(silenceMs, () => request.destroy(new Error('the line is silent')));
			request.end(bytes);
		});
}
