import { z } from 'zod';
import { fromBase64, text, toBase64 } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { Base64 } from '../../domain/ids.ts';
import type { Identity } from '../identity.ts';
import type { ProfileFiles } from './profile-files.ts';
import { unsealIdentity } from './sealed-identity.ts';

/** The files of a profile, by which it can be carried from the command line into a browser and back. */
const NAMES = [
	'identity.age',
	'pin.json',
	'checkpoint.json',
	'losses.json',
	'log-keys.json',
	'archive-events.json',
	'founding.json',
	'contacts.sealed',
	'invites.sealed',
	'receipts.jsonl',
] as const;

/** No profile file is larger; receipts are about 2 kB each. */
export const MAX_PROFILE = 512 * 2 ** 20;

/** One file with all of them, each as it lies: keys, names and invites stay sealed. */
const ProfileFile = z.strictObject({
	custos: z.literal('profile'),
	v: z.literal(1),
	files: z.partialRecord(z.enum(NAMES), Base64(MAX_PROFILE)),
});

/** Writes a profile into one text. Throws `not-found` when there are no keys in it. */
export async function packProfile(files: ProfileFiles): Promise<string> {
	const packed: z.infer<typeof ProfileFile> = { custos: 'profile', v: 1, files: {} };
	for (const name of NAMES) {
		const content = await files.read(name);
		if (content !== undefined) packed.files[name] = toBase64(content);
	}
	if (packed.files['identity.age'] === undefined)
		throw new CustosError('not-found', `there are no keys in ${files.place}`);
	return `${JSON.stringify(packed)}\n`;
}

/** A profile that came as a file and was opened with its passphrase. */
export interface UnpackedProfile {
	identity: Identity;
	/** Writes it where there is none yet. Throws `exists` rather than to overwrite keys. */
	writeTo(files: ProfileFiles): Promise<void>;
}

/** Reads a profile file. Throws `bad-request` when it is none, `wrong-key` for another passphrase. */
export async function unpackProfile(packed: Uint8Array, passphrase: string): Promise<UnpackedProfile> {
	const parsed = ProfileFile.safeParse(readJson(packed));
	const sealed = parsed.data?.files['identity.age'];
	if (!parsed.success || sealed === undefined)
		throw new CustosError('bad-request', 'this file is not a profile saved by Custos');
	const identity = await unsealIdentity(fromBase64(sealed), passphrase);
	const { files } = parsed.data;
	return {
		identity,
		async writeTo(place) {
			// The keys go first: they are what must never be overwritten.
			for (const name of NAMES) {
				const content = files[name];
				if (content === undefined) continue;
				if (name === 'identity.age') await place.writeNew(name, fromBase64(content));
				else if (name === 'receipts.jsonl') await place.append(name, text(fromBase64(content)));
				else await place.replace(name, fromBase64(content));
			}
		},
	};
}

function readJson(packed: Uint8Array): unknown {
	try {
		return JSON.parse(text(packed));
	} catch {
		return undefined;
	}
}

/** The name under which such a file is offered. */
export function profileFileName(person: string): string {
	return `custos-${person.slice(0, 8)}.profile`;
}
