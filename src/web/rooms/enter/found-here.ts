import { platform } from '#platform';
import { connect } from '../../../client/connection.ts';
import { found } from '../../../client/found.ts';
import type { Identity } from '../../../client/identity.ts';
import { enrolLocalWorker } from '../../../client/local-worker.ts';
import type { Profile } from '../../../client/profile.ts';
import { type Bytes, toHex } from '../../../domain/bytes.ts';
import type { House } from '../../session/house.ts';

/** Writes entry 0 with keys that are stored already, takes the worker beside the notary in, and goes in. Repeatable. */
export async function foundHere(
	house: House,
	founder: { code: string; identity: Identity; recovery: Bytes; profile: Profile; name: string },
): Promise<void> {
	const { code, identity, recovery, profile, name } = founder;
	const server = location.origin;
	await profile.saveFounding({ server, recovery: toHex(platform.x25519Public(recovery)) });
	const pin = await found(server, code, identity, recovery, new Date());
	await profile.savePin(pin);
	if (name !== '') await profile.contacts.change(identity, (all) => ({ ...all, [identity.keys.sign]: name }));
	// A worker that comes later waits among the requests of the People room.
	await enrolLocalWorker(await connect(pin, identity, profile), profile, code);
	await house.enter(identity, profile);
}
