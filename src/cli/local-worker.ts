import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '../client/connection.ts';
import type { Invite } from '../client/invite.ts';
import { localWorkerInvite } from '../client/local-worker.ts';
import { approve, joinRequests } from '../client/people.ts';
import { submit } from '../client/submit.ts';
import { fromHex } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import type { Context } from './context.ts';
import { rememberName } from './names.ts';

/** How the worker beside the notary is called in one's own book. */
export const LOCAL_WORKER = 'media worker';

const WAIT_MS = 20_000;
const ASK_EVERY_MS = 400;

/**
 * Enrols the media worker that runs beside the notary, by the invite both sides derive from the founding code. The
 * invite is remembered before anything is submitted, so that `approve` knows the worker too. False when the worker did
 * not ask within 20 seconds.
 */
export async function enrolLocalWorker(context: Context, connection: Connection, code: string): Promise<boolean> {
	const derived = localWorkerInvite(fromHex(code.trim().slice(0, 64)));
	const pin = await context.profile.pin();
	if (pin === undefined) throw new CustosError('internal', 'the worker is enrolled after the pin was saved');
	const invite: Invite = { pin, ...derived, role: 'worker', inviter: connection.identity.keys.box };
	await context.profile.invites.change(connection.identity, (all) => ({
		...all,
		[invite.invite]: { invite, name: LOCAL_WORKER },
	}));
	await submit(connection, [{ type: 'person.invited', fields: { invite: invite.invite, role: 'worker' } }]);
	const until = performance.now() + WAIT_MS;
	do {
		const request = (await joinRequests(connection, [invite])).find((one) => one.join.invite === invite.invite);
		if (request !== undefined) {
			await approve(connection, request, 'worker');
			await rememberName(context, request.join.person.sign, LOCAL_WORKER);
			return true;
		}
		await delay(ASK_EVERY_MS, undefined, { signal: context.signal });
	} while (performance.now() < until);
	return false;
}
