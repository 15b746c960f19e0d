import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Identity } from '../client/identity.ts';
import { Invite } from '../client/invite.ts';
import type { Memory } from '../client/memory.ts';
import { Pin } from '../client/pin.ts';
import { fromHex, toBase64, toHex } from '../domain/bytes.ts';
import { CustosError } from '../domain/errors.ts';
import { Count, Hex32, Id } from '../domain/ids.ts';
import { statementText } from '../domain/ledger/receipt.ts';
import { append, makePrivateFolder, readIfThere, replace, writeNew } from './profile/durable-file.ts';
import { type SealedBook, sealedBook } from './profile/sealed-book.ts';
import { sealIdentity, unsealIdentity } from './profile/sealed-identity.ts';

const StoredCheckpoint = z.strictObject({ origin: z.string(), size: Count, root: Hex32 });

/** A founding that was begun: to finish it with the same keys when its answer was lost. */
const Founding = z.strictObject({ server: z.string(), recovery: Hex32 });
type Founding = z.infer<typeof Founding>;

/** Names of people by their signing keys. One's own is among them. */
const Contacts = z.record(Hex32, z.string());
/** Invites one gave out, by id: needed to tell a genuine request from one with other keys. */
const Invites = z.record(Id, z.object({ invite: Invite, name: z.string() }));

/** A person's folder: their keys, what they trust the archive by, what they have seen and been given receipts for. */
export interface Profile extends Memory {
	readonly folder: string;
	readonly contacts: SealedBook<z.infer<typeof Contacts>>;
	readonly invites: SealedBook<z.infer<typeof Invites>>;
	pin(): Promise<Pin | undefined>;
	savePin(pin: Pin): Promise<void>;
	/** The sealed file with the keys, or undefined before there are any. */
	sealedIdentity(): Promise<Uint8Array | undefined>;
	/** Throws `exists` rather than to overwrite keys. */
	storeIdentity(identity: Identity, passphrase: string): Promise<void>;
	/** Throws `not-found` when there are no keys here, `wrong-key` for another passphrase. */
	openIdentity(passphrase: string): Promise<Identity>;
	founding(): Promise<Founding | undefined>;
	saveFounding(founding: Founding): Promise<void>;
}

/** Where a person's folder is: as named, or CUSTOS_PROFILE, or where the system keeps settings. */
export function profileFolder(named: string | undefined, env: NodeJS.ProcessEnv): string {
	const chosen = named ?? (env['CUSTOS_PROFILE'] || undefined);
	if (chosen !== undefined) return resolve(chosen);
	return join(env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'), 'custos');
}

/** Opens a folder; it is made by the first write. `work` is scrypt's work factor for new keys. */
export function openProfile(folder: string, work: number): Profile {
	const at = (name: string): string => join(folder, name);

	const readJson = async <S extends z.ZodType>(name: string, schema: S): Promise<z.infer<S> | undefined> => {
		const content = await readIfThere(at(name));
		if (content === undefined) return undefined;
		try {
			return schema.parse(JSON.parse(content));
		} catch (cause) {
			throw new CustosError('damaged', `${name} in ${folder} is malformed: restore it from a copy of this folder`, {
				cause,
			});
		}
	};
	const writeJson = async (name: string, value: unknown): Promise<void> => {
		await makePrivateFolder(folder);
		await replace(at(name), `${JSON.stringify(value)}\n`);
	};
	const sealedIdentity = async (): Promise<Uint8Array | undefined> =>
		readFile(at('identity.age')).catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return undefined;
			throw error;
		});

	return {
		folder,
		contacts: sealedBook(folder, 'contacts', Contacts, {}),
		invites: sealedBook(folder, 'invites', Invites, {}),
		pin: () => readJson('pin.json', Pin),
		savePin: (pin) => writeJson('pin.json', pin),
		founding: () => readJson('founding.json', Founding),
		saveFounding: (founding) => writeJson('founding.json', founding),
		sealedIdentity,
		async storeIdentity(identity, passphrase) {
			await makePrivateFolder(folder);
			const sealed = await sealIdentity(identity, passphrase, work);
			await writeNew(at('identity.age'), sealed).catch((cause: NodeJS.ErrnoException) => {
				throw cause.code === 'EEXIST'
					? new CustosError('exists', `there are keys in ${folder} already`, { cause })
					: cause;
			});
		},
		async openIdentity(passphrase) {
			const sealed = await sealedIdentity();
			if (sealed === undefined) throw new CustosError('not-found', `there are no keys in ${folder}`);
			return unsealIdentity(sealed, passphrase);
		},
		async checkpoint() {
			const stored = await readJson('checkpoint.json', StoredCheckpoint);
			return stored && { origin: stored.origin, size: stored.size, root: fromHex(stored.root) };
		},
		saveCheckpoint: ({ origin, size, root }) => writeJson('checkpoint.json', { origin, size, root: toHex(root) }),
		async keep(receipts) {
			if (receipts.length === 0) return;
			await makePrivateFolder(folder);
			const lines = receipts.map(({ signed, receipt }) =>
				JSON.stringify({ statement: statementText(signed), signature: toBase64(signed.signature), receipt }),
			);
			await append(at('receipts.jsonl'), `${lines.join('\n')}\n`);
		},
	};
}
