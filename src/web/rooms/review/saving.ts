import type { OpenCase } from '../../../client/cases.ts';
import type { ItemEntries } from '../../../client/open-item.ts';
import type { Id } from '../../../domain/ids.ts';
import type { SavePlace } from '../../parts/place.ts';
import { whyNotWritten } from '../../parts/save-place.ts';
import { outliving } from '../../session/outliving.ts';
import { quick } from '../../session/quick.ts';
import type { Session } from '../../session/session.ts';
import { until } from '../../session/until.ts';
import { askBeforeLeaving } from '../intake/leaving.ts';
import { openThing, type SavedThing } from './saved-things.ts';

/** A file of an item that is being saved or was; it outlives the page that began it, and the idle lock. */
export interface Saving {
	readonly at: 'opening' | 'writing' | 'saved' | 'failed' | 'stopped';
	readonly kind: SavePlace['kind'];
	readonly name: string;
	readonly thing: SavedThing;
	/** Bytes there will be, where that is known; those written so far; the clock of the page when the first could be. */
	readonly size?: number;
	readonly wrote: number;
	readonly since?: number;
	/** Index of the entry of this opening, once there is one. */
	readonly entry?: number;
	/** Entries that shared it anew with a key that is not its own. */
	readonly passedOver: readonly number[];
	readonly error?: unknown;
}

interface Held {
	saving: Saving;
	stop: AbortController;
}

/** Nobody reads figures that change more often. */
const TELL_EVERY_MS = 100;

/** By case, item and file: an item of two cases is opened from the one or from the other. */
const savings = outliving<Map<string, Held>>();
type What = SavedThing['what'];
const keyOf = (open: OpenCase, item: Id, what: What): string => `${open.id}/${item}/${what}`;

/**
 * Opens something of an item and writes it into the place: the entry comes first, then the key, and the file has its name
 * only once all of it was checked. Never rejects: what came of it stands in the saving.
 */
export async function saveInto(
	session: Session,
	open: OpenCase,
	item: ItemEntries,
	how: { thing: SavedThing; name: string; purpose: string; place: SavePlace },
): Promise<void> {
	const { thing, name, purpose, place } = how;
	const stop = new AbortController();
	const signal = AbortSignal.any([stop.signal, session.signal]);
	const held: Held = { stop, saving: { at: 'opening', kind: place.kind, name, thing, wrote: 0, passedOver: [] } };
	const mine = savings.of(session) ?? new Map<string, Held>();
	mine.set(keyOf(open, item.id, thing.what), held);
	savings.set(session, mine);
	let told = 0;
	const update = (change: Partial<Saving>): void => {
		held.saving = { ...held.saving, ...change };
		if (change.at === undefined && performance.now() - told < TELL_EVERY_MS) return;
		told = performance.now();
		savings.set(session, mine);
	};
	const letGo = [session.hold(), askBeforeLeaving()];
	const writer = place.sink.getWriter();
	const giveUp = (): void => {
		writer.abort(signal.reason).catch(() => undefined);
	};
	signal.addEventListener('abort', giveUp, { once: true });
	try {
		await quick(session);
		const line = until(session.connection, signal);
		const { pieces, ...opened } = await openThing(line, open, item, thing, { purpose, signal });
		update({ at: 'writing', ...opened, since: performance.now() });
		for await (const piece of pieces) {
			signal.throwIfAborted();
			await writer.write(piece);
			update({ wrote: held.saving.wrote + piece.length });
		}
		signal.throwIfAborted();
		await writer.close();
		await place.finish();
		update({ at: 'saved' });
	} catch (error) {
		await writer.abort(error).catch(() => undefined);
		await place.discard();
		if (signal.aborted) update({ at: 'stopped' });
		else {
			session.report(error);
			update({ at: 'failed', error: whyNotWritten(error) });
		}
	} finally {
		signal.removeEventListener('abort', giveUp);
		for (const one of letGo) one();
	}
}

/** Ends a saving; nothing of it is left at its place. What was opened for it stays in the ledger. */
export function stopSaving(session: Session, open: OpenCase, item: Id, what: What): void {
	savings
		.of(session)
		?.get(keyOf(open, item, what))
		?.stop.abort();
}

/** Forgets a saving that is over. */
export function closeSaving(session: Session, open: OpenCase, item: Id, what: What): void {
	const mine = savings.of(session);
	if (mine?.delete(keyOf(open, item, what))) savings.set(session, mine);
}

/** How the saving of a file goes, or how its last one ended; undefined where there is none. */
export function useSaving(open: OpenCase, item: Id, what: What): Saving | undefined {
	return savings.use((mine) => mine?.get(keyOf(open, item, what))?.saving);
}
