import { z } from 'zod';
import type { Identity } from '../../../client/identity.ts';
import { fromHex, text, utf8 } from '../../../domain/bytes.ts';
import { openSealed, sealTo } from '../../../domain/envelope/sealed-box.ts';
import { isCustosError } from '../../../domain/errors.ts';
import type { Id } from '../../../domain/ids.ts';
import { openStorage } from './storage.ts';
import { View } from './view.ts';

/** A view under a name; both say what somebody looks for, so they lie sealed to their owner's key. */
const SavedView = z.object({ name: z.string(), view: View });
export type SavedView = z.infer<typeof SavedView>;

const context = (caseId: Id) => ({ what: `views ${caseId}`, purpose: 'saved views', generation: 1 });

/** The saved views of a case on this device; none where they can no longer be read. */
export async function savedViews(identity: Identity, caseId: Id): Promise<SavedView[]> {
	const db = await openStorage();
	const sealed = await db.get('views', [identity.keys.sign, caseId]);
	db.close();
	if (sealed === undefined) return [];
	try {
		const opened = JSON.parse(text(openSealed(identity.box, sealed, context(caseId))));
		return z.array(SavedView).safeParse(opened).data ?? [];
	} catch (error) {
		if (!isCustosError(error)) throw error;
		return [];
	}
}

/** Puts these in place of what was saved. */
export async function saveViews(identity: Identity, caseId: Id, views: readonly SavedView[]): Promise<void> {
	const sealed = sealTo(fromHex(identity.keys.box), context(caseId), utf8(JSON.stringify(views)));
	const db = await openStorage();
	await db.put('views', sealed, [identity.keys.sign, caseId]);
	db.close();
}
