import { useSyncExternalStore } from 'react';
import type { Facts } from '../../../client/case/catalogue.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Connection } from '../../../client/connection.ts';
import { type ItemEntries, openBody, original } from '../../../client/open-item.ts';
import type { Id } from '../../../domain/ids.ts';
import type { SavePlace } from '../../parts/place.ts';
import { whyNotWritten } from '../../parts/save-place.ts';
import type { Session } from '../../session/session.ts';
import { useSession } from '../../session/use-session.ts';
import { askBeforeLeaving } from '../intake/leaving.ts';
import { quick } from './quick.ts';

/** An original that is being saved or was; it outlives the page that began it, and the idle lock. */
export interface Saving {
	readonly at: 'opening' | 'writing' | 'saved' | 'failed' | 'stopped';
	readonly kind: SavePlace['kind'];
	readonly name: string;
	/** What the depositor sealed about it: each byte is held against that. */
	readonly facts: Facts;
	/** Bytes written so far; the clock of the page when the first could be. */
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

/** By case and item: an item of two cases is opened from the one or from the other. */
const all = new WeakMap<Session, Map<string, Held>>();
const keyOf = (open: OpenCase, item: Id): string => `${open.id}/${item}`;
const listeners = new Set<() => void>();
const tell = (): void => {
	for (const listener of listeners) listener();
};

/**
 * Opens an original and writes it into the place: the entry comes first, then the key, and the file has its name only once
 * every hash of it was checked. Never rejects: what came of it stands in the saving.
 */
export async function saveInto(
	session: Session,
	open: OpenCase,
	item: ItemEntries,
	how: { facts: Facts; name: string; purpose: string; place: SavePlace },
): Promise<void> {
	const { facts, name, purpose, place } = how;
	const stop = new AbortController();
	const signal = AbortSignal.any([stop.signal, session.signal]);
	const held: Held = { stop, saving: { at: 'opening', kind: place.kind, name, facts, wrote: 0, passedOver: [] } };
	let told = 0;
	const update = (change: Partial<Saving>): void => {
		held.saving = { ...held.saving, ...change };
		if (change.at === undefined && performance.now() - told < TELL_EVERY_MS) return;
		told = performance.now();
		tell();
	};
	const mine = all.get(session) ?? new Map<string, Held>();
	all.set(session, mine.set(keyOf(open, item.id), held));
	tell();
	const letGo = [session.hold(), askBeforeLeaving()];
	const writer = place.sink.getWriter();
	const giveUp = (): void => {
		writer.abort(signal.reason).catch(() => undefined);
	};
	signal.addEventListener('abort', giveUp, { once: true });
	try {
		await quick(session);
		const body = await openBody(until(session.connection, signal), open, item, 'original', purpose);
		body.secret.fill(0);
		const { opened, passedOver } = body;
		update({ at: 'writing', entry: opened.index, passedOver, since: performance.now() });
		for await (const piece of original(body, facts)) {
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
		await place.discard().catch(() => undefined);
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

/** The same connection, until the signal: what is on its way then ends too. */
function until(connection: Connection, signal: AbortSignal): Connection {
	return {
		...connection,
		async ask(schema, path, request) {
			signal.throwIfAborted();
			return connection.ask(schema, path, request);
		},
		send: (path, init) => connection.send(path, { ...init, signal }),
	};
}

/** Ends a saving; nothing of it is left at its place. What was opened for it stays in the ledger. */
export function stopSaving(session: Session, open: OpenCase, item: Id): void {
	all.get(session)?.get(keyOf(open, item))?.stop.abort();
}

/** Forgets a saving that is over. */
export function closeSaving(session: Session, open: OpenCase, item: Id): void {
	all.get(session)?.delete(keyOf(open, item));
	tell();
}

/** How the saving of an item goes, or how its last one ended; undefined where there is none. */
export function useSaving(open: OpenCase, item: Id): Saving | undefined {
	const session = useSession();
	return useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => all.get(session)?.get(keyOf(open, item))?.saving,
	);
}
