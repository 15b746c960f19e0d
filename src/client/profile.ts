import { z } from 'zod';
import { fromHex, text, toBase64, toHex } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import { Count, Hex32, Id } from '../domain/ids.ts';
import { KeySpans } from '../domain/ledger/log-keys.ts';
import { statementText } from '../domain/ledger/receipt.ts';
import { MOST_CARDS } from '../domain/recovery/split-key.ts';
import type { Identity } from './identity.ts';
import { Invite } from './invite.ts';
import type { Memory } from './memory.ts';
import { Pin } from './pin.ts';
import type { ProfileFiles } from './profile/profile-files.ts';
import { type SealedBook, sealedBook } from './profile/sealed-book.ts';
import { sealIdentity, unsealIdentity } from './profile/sealed-identity.ts';

const StoredCheckpoint = z.strictObject({ origin: z.string(), size: Count, root: Hex32 });

/** A founding that was begun: to finish it with the same keys when its answer was lost. */
const Founding = z.strictObject({ server: z.string(), recovery: Hex32 });
type Founding = z.infer<typeof Founding>;

/** All that is needed to found again with the same keys and the same statement; null when nothing is begun. */
const Unfinished = z
	.strictObject({
		code: z.string(),
		recovery: Hex32,
		name: z.string(),
		id: Id,
		begun: z.iso.datetime(),
		/** The recovery key's cards, if it was split: those that were handed out must stay good. */
		cards: z.array(z.string()).max(MOST_CARDS).optional(),
	})
	.nullable();
export type Unfinished = NonNullable<z.infer<typeof Unfinished>>;

/** A stated loss that one has gone on from: the first lost entry, and the checkpoint of what is lost. */
const KnownLoss = z.strictObject({ from: Count, size: Count, root: Hex32 });
export type KnownLoss = z.infer<typeof KnownLoss>;

/** Names of people by their signing keys. One's own is among them. */
const Contacts = z.record(Hex32, z.string());
/** Invites one gave out, by id: needed to tell a genuine request from one with other keys. */
const Invites = z.record(Id, z.object({ invite: Invite, name: z.string() }));
export type Invites = z.infer<typeof Invites>;

/** A person's files: their keys, what they trust the archive by, what they have seen and been given receipts for. */
export interface Profile extends Memory {
	readonly files: ProfileFiles;
	readonly contacts: SealedBook<z.infer<typeof Contacts>>;
	readonly invites: SealedBook<Invites>;
	/** A founding that may have to be finished another time. The secret recovery key is in it: clear it once it is done. */
	readonly unfinished: SealedBook<Unfinished | null>;
	pin(): Promise<Pin | undefined>;
	savePin(pin: Pin): Promise<void>;
	/** The sealed file with the keys, or undefined before there are any. */
	sealedIdentity(): Promise<Uint8Array | undefined>;
	/** Throws `exists` rather than to overwrite keys. */
	storeIdentity(identity: Identity, passphrase: string): Promise<void>;
	/** Throws `not-found` when there are no keys here, `wrong-key` for another passphrase. */
	openIdentity(passphrase: string): Promise<Identity>;
	/** The losses that one has gone on from, oldest first. */
	losses(): Promise<readonly KnownLoss[]>;
	knowLoss(loss: KnownLoss): Promise<void>;
	founding(): Promise<Founding | undefined>;
	saveFounding(founding: Founding): Promise<void>;
}

/** A profile in these files; they are made by the first write. `work` is scrypt's work factor for new keys. */
export function createProfile(files: ProfileFiles, work: number): Profile {
	const readJson = async <S extends z.ZodType>(name: string, schema: S): Promise<z.infer<S> | undefined> => {
		const content = await files.read(name);
		if (content === undefined) return undefined;
		try {
			return schema.parse(JSON.parse(text(content)));
		} catch (cause) {
			throw new CustosError(
				'damaged',
				`${name} in ${files.place} is malformed: restore it from a copy of this folder`,
				{ cause },
			);
		}
	};
	const writeJson = (name: string, value: unknown): Promise<void> => files.replace(name, `${JSON.stringify(value)}\n`);
	const losses = async (): Promise<KnownLoss[]> => (await readJson('losses.json', z.array(KnownLoss))) ?? [];

	return {
		files,
		contacts: sealedBook(files, 'contacts', Contacts, {}),
		invites: sealedBook(files, 'invites', Invites, {}),
		unfinished: sealedBook(files, 'founding', Unfinished, null),
		pin: () => readJson('pin.json', Pin),
		savePin: (pin) => writeJson('pin.json', pin),
		losses,
		knowLoss: async (loss) => writeJson('losses.json', [...(await losses()), loss]),
		founding: () => readJson('founding.json', Founding),
		saveFounding: (founding) => writeJson('founding.json', founding),
		sealedIdentity: () => files.read('identity.age'),
		async storeIdentity(identity, passphrase) {
			await files.writeNew('identity.age', await sealIdentity(identity, passphrase, work));
		},
		async openIdentity(passphrase) {
			const sealed = await files.read('identity.age');
			if (sealed === undefined) throw new CustosError('not-found', `there are no keys in ${files.place}`);
			return unsealIdentity(sealed, passphrase);
		},
		async checkpoint() {
			const stored = await readJson('checkpoint.json', StoredCheckpoint);
			return stored && { origin: stored.origin, size: stored.size, root: fromHex(stored.root) };
		},
		saveCheckpoint: ({ origin, size, root }) => writeJson('checkpoint.json', { origin, size, root: toHex(root) }),
		keys: () => readJson('log-keys.json', KeySpans),
		saveKeys: (keys) => writeJson('log-keys.json', keys),
		events: () => readJson('archive-events.json', z.strictObject({ size: Count, events: Count })),
		saveEvents: (known) => writeJson('archive-events.json', known),
		async keep(receipts) {
			if (receipts.length === 0) return;
			const lines = receipts.map(({ signed, receipt }) =>
				JSON.stringify({ statement: statementText(signed), signature: toBase64(signed.signature), receipt }),
			);
			await files.append('receipts.jsonl', `${lines.join('\n')}\n`);
		},
	};
}
