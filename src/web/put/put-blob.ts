import type { PutPart } from '../../client/put/ports.ts';
import { CustosError } from '../../domain/errors.ts';

/** A line on which nothing moves for so long is dead, though nobody said so: what is sent is sent again. */
const STILL_MS = 300_000;

/** Sends parts as Blobs, at most `atOnce` of them together: a browser has few connections to one archive. */
export function createPutBlob(atOnce: number, stillMs = STILL_MS): PutPart {
	let free = atOnce;
	const waiting: (() => void)[] = [];
	return async (url, headers, bytes) => {
		if (free === 0) await new Promise<void>((go) => waiting.push(go));
		else free -= 1;
		try {
			return await send(url, headers, new Blob([bytes]), stillMs);
		} finally {
			const next = waiting.shift();
			if (next === undefined) free += 1;
			else next();
		}
	};
}

/** By the older way of asking: only it tells how far the bytes are. */
function send(url: URL, headers: Readonly<Record<string, string>>, body: Blob, stillMs: number): ReturnType<PutPart> {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		const failed = (): void => reject(new CustosError('unavailable', 'the archive does not answer'));
		let still: ReturnType<typeof setTimeout> | undefined;
		const moved = (): void => {
			clearTimeout(still);
			still = setTimeout(() => request.abort(), stillMs);
		};
		request.onload = () => resolve({ status: request.status, text: request.responseText });
		request.onerror = failed;
		request.onabort = failed;
		request.onloadend = () => clearTimeout(still);
		request.upload.onprogress = moved;
		request.open('PUT', url);
		for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
		moved();
		request.send(body);
	});
}
