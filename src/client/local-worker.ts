import { platform } from '#platform';
import { type Bytes, fromHex, toHex, utf8 } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import type { Id } from '../domain/ids.ts';
import type { Connection } from './connection.ts';
import type { Invite } from './invite.ts';
import { approve, joinRequests } from './people.ts';
import type { Profile } from './profile.ts';
import { submit } from './submit.ts';

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

/** How the worker beside the notary is called in one's own book. */
export const LOCAL_WORKER = 'media worker';

const WAIT_MS = 20_000;
const ASK_EVERY_MS = 400;

/**
 * Enrols the media worker that runs beside the notary, by the invite both sides derive from the founding code. The
 * invite is remembered in the founder's profile before anything is submitted, so that a later approval knows the worker
 * too. False when the worker did not ask within 20 seconds.
 */
export async function enrolLocalWorker(
	connection: Connection,
	profile: Profile,
	code: string,
	signal?: AbortSignal,
): Promise<boolean> {
	const derived = localWorkerInvite(fromHex(code.trim().slice(0, 64)));
	const pin = await profile.pin();
	if (pin === undefined) throw new CustosError('internal', 'the worker is enrolled after the pin was saved');
	const { identity } = connection;
	const invite: Invite = { pin, ...derived, role: 'worker', inviter: identity.keys.box };
	await profile.invites.change(identity, (all) => ({ ...all, [invite.invite]: { invite, name: LOCAL_WORKER } }));
	await submit(connection, [{ type: 'person.invited', fields: { invite: invite.invite, role: 'worker' } }]);
	const until = performance.now() + WAIT_MS;
	do {
		const request = (await joinRequests(connection, [invite])).find((one) => one.join.invite === invite.invite);
		if (request !== undefined) {
			await approve(connection, request, 'worker');
			const worker = request.join.person.sign;
			await profile.contacts.change(identity, (contacts) => ({ ...contacts, [worker]: LOCAL_WORKER }));
			return true;
		}
		await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
		signal?.throwIfAborted();
	} while (performance.now() < until);
	return false;
}
