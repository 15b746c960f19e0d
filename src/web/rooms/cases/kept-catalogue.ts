import { z } from 'zod';
import { platform } from '#platform';
import type { CatalogueItem } from '../../../client/case/catalogue.ts';
import { newestSecret } from '../../../client/case-keys.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Identity } from '../../../client/identity.ts';
import { type Bytes, concat, text, utf8 } from '../../../domain/bytes.ts';
import { isCustosError } from '../../../domain/errors.ts';
import { Count } from '../../../domain/ids.ts';
import { quicken } from '../../../domain/platform/web-quicken.ts';
import { openStorage } from './storage.ts';

const NONCE = 12;
const TAG = 16;

/** What was checked once; nobody but its owner, as a member of the case, could have sealed it. */
const Kept = z.object({ since: Count, items: z.array(z.custom<CatalogueItem>()) });
type Kept = z.infer<typeof Kept>;

/** The catalogue as it was checked on this device before, and the index of the ledger it holds up to; undefined for none. */
export async function keptCatalogue(identity: Identity, open: OpenCase): Promise<Kept | undefined> {
	const db = await openStorage();
	const sealed = await db.get('catalogues', [identity.keys.sign, open.id]);
	db.close();
	if (sealed === undefined) return undefined;
	await quickened();
	try {
		const opened = platform.aeadOpen(keyOf(identity, open), sealed.subarray(0, NONCE), sealed.subarray(NONCE));
		return Kept.safeParse(JSON.parse(text(opened))).data;
	} catch (error) {
		// Another key, or a disk that lies: it is asked for anew.
		if (!isCustosError(error)) throw error;
		return undefined;
	}
}

/** Keeps it for the next opening. */
export async function keepCatalogue(identity: Identity, open: OpenCase, { since, items }: Kept): Promise<void> {
	const nonce = platform.randomBytes(NONCE);
	const sealed = await sealedWith(keyOf(identity, open), nonce, utf8(JSON.stringify({ since, items })));
	const db = await openStorage();
	await db.put('catalogues', concat(nonce, sealed), [identity.keys.sign, open.id]);
	db.close();
}

/** Takes all that is kept for this person off the device: what was proven of it may be no longer so. */
export async function forgetCatalogues(person: string): Promise<void> {
	const db = await openStorage();
	for (const key of await db.getAllKeys('catalogues')) if (key[0] === person) await db.delete('catalogues', key);
	db.close();
}

/** By the browser's own cipher where it has it, in a thread of its own: the table is being looked at. */
async function sealedWith(key: Bytes, nonce: Bytes, plaintext: Bytes): Promise<Bytes> {
	const seal = await platform.nativeBulk?.aeadSealer(key);
	if (seal !== undefined) {
		const into = new Uint8Array(plaintext.length + TAG);
		await seal(nonce, plaintext, into);
		return into;
	}
	await quickened();
	return platform.aeadSeal(key, nonce, plaintext);
}

/** Megabytes go through the cipher at once, on the page's own thread. Without WebAssembly it only takes longer. */
function quickened(): Promise<void> {
	return quicken().catch(() => {});
}

/** Of the person's own secret and the case's: whoever is put out of the case cannot open what lies here either. */
function keyOf(identity: Identity, open: OpenCase): Bytes {
	return platform.hkdfSha256(
		concat(identity.box, newestSecret(open)),
		utf8(open.id),
		utf8('custos/kept-catalogue/v2'),
		32,
	);
}
