import { useEffect, useState } from 'react';
import { z } from 'zod';
import { type SealedBook, sealedBook } from '../../../client/profile/sealed-book.ts';
import type { Session } from '../../session/session.ts';
import { useHouse, useSession } from '../../session/use-session.ts';
import type { Screen } from './screen.ts';

/** After so much seen clear a break is offered. */
export const BREAK_AFTER_MS = 20 * 60_000;
const TICK_MS = 1000;
const SAVE_EVERY = 15;

const Counted = z.object({ day: z.string(), todayMs: z.number(), sinceBreakMs: z.number() });
export type Counted = z.infer<typeof Counted>;

interface Kept {
	readonly book: Promise<SealedBook<Counted>>;
	now: Counted;
	/** Counted here since it was last written down. */
	unsavedMs: number;
}

const books = new WeakMap<Session, Kept>();

/**
 * How long this person saw pictures clear today and since the last break. Counted on this device alone, sealed to one's
 * own key in this browser, and told to nobody.
 */
export function useExposure(screen: Screen | undefined): { counted: Counted; rest: () => void } {
	const session = useSession();
	const house = useHouse();
	const kept = keptFor(session, async () => {
		const files = (await house.vault).files(session.identity.keys.sign);
		return sealedBook(files, 'exposure', Counted, emptyDay());
	});
	const [counted, setCounted] = useState(kept.now);

	useEffect(() => {
		let alive = true;
		const load = async (): Promise<void> => {
			const before = await (await kept.book).read(session.identity);
			if (before.day === today() && kept.now.todayMs === 0) kept.now = before;
			if (alive) setCounted(kept.now);
		};
		load().catch(session.report);
		return () => {
			alive = false;
		};
	}, [kept, session]);

	useEffect(() => {
		if (screen === undefined) return;
		let ticks = 0;
		let book: SealedBook<Counted> | undefined;
		const opening = kept.book.then((one) => (book = one));
		opening.catch(session.report);
		// A page that goes waits for nothing: what begins at once is finished by the browser.
		const going = (event: Event): void => {
			const gone = event.type === 'pagehide' || document.hidden;
			if (!gone || kept.unsavedMs === 0 || book === undefined) return;
			kept.unsavedMs = 0;
			book.write(session.identity, kept.now).catch(session.report);
		};
		document.addEventListener('visibilitychange', going);
		addEventListener('pagehide', going);
		const save = async (): Promise<void> => {
			if (session.signal.aborted) return;
			await write(session, kept);
		};
		const timer = setInterval(() => {
			if (screen.look() !== 'clear' || document.hidden) return;
			const before = kept.now.day === today() ? kept.now : { ...kept.now, day: today(), todayMs: 0 };
			kept.now = later(before, TICK_MS);
			kept.unsavedMs += TICK_MS;
			setCounted(kept.now);
			ticks += 1;
			if (ticks % SAVE_EVERY === 0) save().catch(session.report);
		}, TICK_MS);
		return () => {
			document.removeEventListener('visibilitychange', going);
			removeEventListener('pagehide', going);
			clearInterval(timer);
			if (kept.unsavedMs > 0) save().catch(session.report);
		};
	}, [screen, kept, session]);

	return {
		counted,
		rest() {
			kept.now = { ...kept.now, sinceBreakMs: 0 };
			setCounted(kept.now);
			write(session, kept, 0).catch(session.report);
		},
	};
}

/** Adds what was counted here to what is written down: another page of the same person counts too. */
async function write(session: Session, kept: Kept, sinceBreakMs?: number): Promise<void> {
	const book = await kept.book;
	const { unsavedMs } = kept;
	kept.unsavedMs = 0;
	try {
		await book.change(session.identity, (written) => {
			const all = written.day === today() ? later(written, unsavedMs) : kept.now;
			const now = sinceBreakMs === undefined ? all : { ...all, sinceBreakMs };
			kept.now = later(now, kept.unsavedMs);
			return now;
		});
	} catch (error) {
		kept.unsavedMs += unsavedMs;
		throw error;
	}
}

function later(counted: Counted, ms: number): Counted {
	return { ...counted, todayMs: counted.todayMs + ms, sinceBreakMs: counted.sinceBreakMs + ms };
}

function keptFor(session: Session, open: () => Promise<SealedBook<Counted>>): Kept {
	const known = books.get(session);
	if (known !== undefined) return known;
	const made: Kept = { book: open(), now: emptyDay(), unsavedMs: 0 };
	books.set(session, made);
	return made;
}

function emptyDay(): Counted {
	return { day: today(), todayMs: 0, sinceBreakMs: 0 };
}

/** The device's own day. */
function today(): string {
	return new Date().toLocaleDateString('sv');
}
