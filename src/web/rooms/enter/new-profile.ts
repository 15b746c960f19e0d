import type { Identity } from '../../../client/identity.ts';
import type { Pin } from '../../../client/pin.ts';
import type { Profile } from '../../../client/profile.ts';
import type { House } from '../../session/house.ts';

/** Stores new keys, sealed under their passphrase, and asks the browser not to clear them when space is short. */
export async function newProfile(
	house: House,
	identity: Identity,
	passphrase: string,
	known: { pin?: Pin } = {},
): Promise<Profile> {
	await navigator.storage.persist();
	const profile = await house.profile(identity.keys.sign);
	await profile.storeIdentity(identity, passphrase);
	if (known.pin !== undefined) await profile.savePin(known.pin);
	return profile;
}
