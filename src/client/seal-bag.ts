import { Encrypter } from 'age-encryption';
import { platform } from '#platform';
import { toHex } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';

/** For whom a bag is sealed: age recipients (`age1…`), or whoever has a passphrase (scrypt). */
export type SealedTo = { recipients: readonly string[] } | { passphrase: string };

export interface SealedBag {
	readonly readable: ReadableStream<Uint8Array>;
	/** SHA-256 of all of it, hex; after the last byte was read. */
	hash(): string;
}

/** A stream as one age file, which the stock `age -d` opens. Throws `bad-key` for what is no recipient. */
export async function sealBag(content: ReadableStream<Uint8Array>, to: SealedTo): Promise<SealedBag> {
	const encrypter = new Encrypter();
	try {
		if ('passphrase' in to) encrypter.setPassphrase(to.passphrase);
		else for (const one of to.recipients) encrypter.addRecipient(one.trim());
		if ('recipients' in to && to.recipients.length === 0) throw new Error('nobody');
	} catch (cause) {
		throw new CustosError('bad-key', 'a bag is sealed to the public age key of its recipient: age1…', { cause });
	}
	const sealed = await encrypter.encrypt(content);
	const hash = platform.createSha256();
	const readable = sealed.pipeThrough(
		new TransformStream<Uint8Array, Uint8Array>({
			transform(piece, controller) {
				hash.update(piece);
				controller.enqueue(piece);
			},
		}),
	);
	return { readable, hash: () => toHex(hash.digest()) };
}
