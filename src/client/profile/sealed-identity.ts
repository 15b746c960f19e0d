import { Decrypter, Encrypter } from 'age-encryption';
import { CustosError } from '../../domain/errors.ts';
import { type Identity, openIdentity, StoredIdentity, storeIdentity } from '../identity.ts';

/** Base-2 logarithm of scrypt's work factor: 64 MiB and a third of a second to try one passphrase. */
export const DEFAULT_WORK = 16;

/** The keys as an age file sealed under a passphrase: `age -d` opens it too. */
export async function sealIdentity(identity: Identity, passphrase: string, work: number): Promise<Uint8Array> {
	const encrypter = new Encrypter();
	encrypter.setScryptWorkFactor(work);
	encrypter.setPassphrase(passphrase);
	return encrypter.encrypt(`${JSON.stringify(storeIdentity(identity))}\n`);
}

/** Throws `wrong-key` when the passphrase does not open it (or the file was damaged: the two look alike). */
export async function unsealIdentity(file: Uint8Array, passphrase: string): Promise<Identity> {
	const decrypter = new Decrypter();
	decrypter.addPassphrase(passphrase);
	let opened: string;
	try {
		opened = await decrypter.decrypt(file, 'text');
	} catch {
		// The cause might quote the header; there is nothing in it for a person.
		throw new CustosError('wrong-key', 'this passphrase does not open your keys');
	}
	const stored = StoredIdentity.safeParse(JSON.parse(opened));
	if (!stored.success) throw new CustosError('damaged', 'the file with your keys opens but does not hold keys');
	return openIdentity(stored.data);
}
