import { platform } from '#platform';
import { connect } from '../../../client/connection.ts';
import { found } from '../../../client/found.ts';
import { enrolLocalWorker } from '../../../client/local-worker.ts';
import type { Unfinished } from '../../../client/profile.ts';
import { fromHex, toHex } from '../../../domain/bytes.ts';
import { isCustosError } from '../../../domain/errors.ts';
import { newId } from '../../../domain/ids.ts';
import type { House } from '../../session/house.ts';
import type { Founder } from '../../session/session.ts';

/** Writes entry 0 with keys that are stored already, takes the worker beside the notary in, and goes in. Repeatable. */
export async function foundHere(house: House, { identity, profile, unfinished }: Founder): Promise<void> {
	const { code, name } = unfinished;
	const server = location.origin;
	const recovery = fromHex(unfinished.recovery);
	await profile.saveFounding({ server, recovery: toHex(platform.x25519Public(recovery)) });
	const write = ({ id, begun }: Unfinished) => found(server, code, identity, recovery, new Date(), { id, time: begun });
	const pin = await write(unfinished).catch(async (error: unknown) => {
		// Somebody else's archive now: this recovery key will never open anything, and need not lie here.
		if (isCustosError(error, 'conflict')) await profile.unfinished.change(identity, () => null);
		if (!isCustosError(error, 'stale')) throw error;
		// Begun too long ago for the notary, and never written: the same keys sign once more.
		const anew = { ...unfinished, id: newId(platform.randomBytes), begun: new Date().toISOString() };
		await profile.unfinished.change(identity, () => anew);
		return write(anew);
	});
	await profile.savePin(pin);
	if (name !== '') await profile.contacts.change(identity, (all) => ({ ...all, [identity.keys.sign]: name }));
	// A worker that comes later waits among the requests of the People room.
	await enrolLocalWorker(await connect(pin, identity, profile), profile, code);
	await house.enter(identity, profile);
}
