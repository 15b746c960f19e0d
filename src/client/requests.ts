import type { Submission } from '../domain/wire.ts';

/** Bytes of JSON in one request of statements; the API takes twice that and no more. */
export const REQUEST_BYTES = 12 * 2 ** 20;

/** Divides submissions, in their order, so that no request holds more than `limit` bytes, unless a single one does. */
export function inRequests(submissions: readonly Submission[], limit = REQUEST_BYTES): Submission[][] {
	const requests: Submission[][] = [];
	let room = 0;
	for (const one of submissions) {
		const size = largest(one);
		if (requests.length === 0 || size > room) {
			requests.push([]);
			room = limit;
		}
		requests.at(-1)?.push(one);
		room -= size;
	}
	return requests;
}

/** At most so many bytes as JSON: quotes in the statement take two, the rest is base64 and names. */
function largest({ statement, signature, sealed, prefix }: Submission): number {
	return 2 * statement.length + signature.length + (sealed?.length ?? 0) + (prefix?.length ?? 0) + 200;
}
