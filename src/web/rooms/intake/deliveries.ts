import { z } from 'zod';
import type { Identity } from '../../../client/identity.ts';
import { fromHex, text, utf8 } from '../../../domain/bytes.ts';
import type { Json } from '../../../domain/canonical.ts';
import { openSealed, sealTo } from '../../../domain/envelope/sealed-box.ts';
import { isCustosError } from '../../../domain/errors.ts';
import { Count, Id } from '../../../domain/ids.ts';
import { intakeDb } from '../../put/intake-db.ts';

const Delivery = z.object({
	case: Id,
	/** Names of the folders and files that were chosen. */
	names: z.array(z.string()),
	/** Undefined: nothing was said of it. */
	record: z.record(z.string(), z.json()).optional(),
	begun: z.iso.datetime(),
	files: Count,
	bytes: Count,
	/** Takes also what an earlier delivery of the same folder took. */
	again: z.boolean().optional(),
	/** Of a delivery that was closed: files that are not in the archive. */
	failed: Count.optional(),
});

/** A delivery begun in this browser, and what is needed to go on with it another day. */
export interface Delivery extends Omit<z.infer<typeof Delivery>, 'record'> {
	record?: { readonly [name: string]: Json } | undefined;
}
export interface KeptDelivery {
	/** Of its journal. */
	name: string;
	about: Delivery;
	/** Where the browser finds the folder again; undefined where somebody has to choose it again. */
	handles?: readonly FileSystemHandle[];
}

const contextOf = (name: string) => ({ what: name, purpose: 'a delivery under way', generation: 1 });

/** Remembers a delivery, sealed to its depositor. */
export async function keepDelivery(identity: Identity, { name, about, handles }: KeptDelivery): Promise<void> {
	const sealed = sealTo(fromHex(identity.keys.box), contextOf(name), utf8(JSON.stringify(about)));
	const db = await intakeDb();
	try {
		await db.put('deliveries', { sealed, ...(handles === undefined ? {} : { handles }) }, name);
	} catch (error) {
		if (!(error instanceof DOMException && error.name === 'DataCloneError')) throw error;
		// A private window, say, keeps no handles: the folder is then chosen again.
		await db.put('deliveries', { sealed }, name);
	}
}

export async function forgetDelivery(name: string): Promise<void> {
	await (await intakeDb()).delete('deliveries', name);
}

/** The person's deliveries into a case that are not finished, newest first. */
export async function keptDeliveries(identity: Identity, caseId: Id): Promise<KeptDelivery[]> {
	const db = await intakeDb();
	const found: KeptDelivery[] = [];
	for (const name of await db.getAllKeys('deliveries')) {
		const stored = await db.get('deliveries', name);
		const about = stored === undefined ? undefined : open(identity, name, stored.sealed);
		if (stored === undefined || about?.case !== caseId) continue;
		found.push({ name, about, ...(stored.handles === undefined ? {} : { handles: stored.handles }) });
	}
	return found.sort((a, b) => (a.about.begun < b.about.begun ? 1 : -1));
}

/** Undefined for those of somebody else who uses this browser. */
function open(identity: Identity, name: string, sealed: Uint8Array): Delivery | undefined {
	try {
		return Delivery.parse(JSON.parse(text(openSealed(identity.box, sealed, contextOf(name)))));
	} catch (error) {
		if (isCustosError(error)) return undefined;
		throw error;
	}
}
