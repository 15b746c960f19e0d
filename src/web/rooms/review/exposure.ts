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

const books = new WeakMap<Session, { book: Promise<SealedBook<Counted>>; now: Counted }>();

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
			if (gone && ticks % SAVE_EVERY !== 0) book?.write(session.identity, kept.now).catch(session.report);
		};
		document.addEventListener('visibilitychange', going);
		addEventListener('pagehide', going);
		const save = async (): Promise<void> => {
			const { now } = kept;
			if (session.signal.aborted) return;
			await (await kept.book).change(session.identity, () => now);
		};
		const timer = setInterval(() => {
			if (screen.look() !== 'clear' || document.hidden) return;
			const before = kept.now.day === today() ? kept.now : { ...kept.now, day: today(), todayMs: 0 };
			kept.now = { ...before, todayMs: before.todayMs + TICK_MS, sinceBreakMs: before.sinceBreakMs + TICK_MS };
			setCounted(kept.now);
			ticks += 1;
			if (ticks % SAVE_EVERY === 0) save().catch(session.report);
		}, TICK_MS);
		return () => {
			document.removeEventListener('visibilitychange', going);
			removeEventListener('pagehide', going);
			clearInterval(timer);
			if (ticks % SAVE_EVERY !== 0) save().catch(session.report);
		};
	}, [screen, kept, session]);

	return {
		counted,
		rest() {
			kept.now = { ...kept.now, sinceBreakMs: 0 };
			setCounted(kept.now);
			kept.book.then((book) => book.change(session.identity, () => kept.now)).catch(session.report);
		},
	};
}

function keptFor(session: Session, open: () => Promise<SealedBook<Counted>>) {
	const known = books.get(session);
	if (known !== undefined) return known;
	const made = { book: open(), now: emptyDay() };
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
