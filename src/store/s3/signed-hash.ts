import { toHex } from '../../domain/bytes.ts';
import type { BlobFacts } from '../blob-store.ts';

/**
 * Puts the known SHA-256 of the body under the request's signature, so that the store checks the bytes it got against
 * it. Without one, streams go unsigned. For the step `build` of a command.
 */
export function withSignedHash<Args extends { request?: unknown }>(args: Args, { sha256 }: BlobFacts): Args {
	const { request } = args;
	if (sha256 !== undefined && typeof request === 'object' && request !== null && 'headers' in request) {
		Object.assign(request.headers as object, { 'x-amz-content-sha256': toHex(sha256) });
	}
	return args;
}
