import type { PutPart } from '../../client/put/ports.ts';

/** Sends parts as Blobs, at most `atOnce` of them together: a browser has few connections to one archive. */
export function createPutBlob(atOnce: number): PutPart {
	let free = atOnce;
	const waiting: (() => void)[] = [];
	return async (url, headers, bytes) => {
		if (free === 0) await new Promise<void>((go) => waiting.push(go));
		else free -= 1;
		try {
			const answer = await fetch(url, { method: 'PUT', headers: { ...headers }, body: new Blob([bytes]) });
			return { status: answer.status, text: await answer.text() };
		} finally {
			const next = waiting.shift();
			if (next === undefined) free += 1;
			else next();
		}
	};
}
