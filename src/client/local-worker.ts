import { platform } from '#platform';
import { type Bytes, toHex, utf8 } from '../domain/bytes.ts';
import type { Id } from '../domain/ids.ts';

const LABEL = 'custos/local-worker/v1';

/**
 * The invite of the media worker that runs beside the notary. Worker and founder both know the founding secret (the
 * first half of the code that the notary printed) and derive the same invite from it, so that `init` can enrol the
 * worker without anything being handed over. The id is the first 16 bytes of SHA-256(label ‖ `\n` ‖ secret), the
 * invite's own secret HMAC-SHA256(secret, label), both in hex.
 */
export function localWorkerInvite(foundingSecret: Bytes): { invite: Id; secret: string } {
	return {
		invite: toHex(platform.sha256(utf8(`${LABEL}\n`), foundingSecret).subarray(0, 16)),
		secret: toHex(platform.hmacSha256(foundingSecret, utf8(LABEL))),
	};
}
