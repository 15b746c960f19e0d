import { useEffect, useSyncExternalStore } from 'react';
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

/** What the windows of one person tell each other: another second was seen clear, or a break was taken. */
const Told = z.enum(['seen', 'rested']);

const counters = new WeakMap<Session, Counter>();

/**
 * How long this person saw pictures clear today and since the last break. Counted on this device alone, sealed to one's
 * own key in this browser, and told to nobody.
 */
export function useExposure(screen: Screen | undefined): { counted: Counted; rest: () => void } {
	const session = useSession();
	const house = useHouse();
	const counter = counterOf(session, async () => {
		const files = (await house.vault).files(session.identity.keys.sign);
		return sealedBook(files, 'exposure', Counted, emptyDay());
	});
	const counted = useSyncExternalStore(counter.subscribe, counter.now);

	useEffect(() => {
		if (screen === undefined) return;
		let ticks = 0;
		let book: SealedBook<Counted> | undefined;
		const opening = counter.book.then((one) => (book = one));
		opening.catch(session.report);
		// A page that goes waits for nothing: what begins at once is finished by the browser.
		const going = (event: Event): void => {
			const gone = event.type === 'pagehide' || document.hidden;
			if (gone && ticks % SAVE_EVERY !== 0) book?.write(session.identity, counter.now()).catch(session.report);
		};
		document.addEventListener('visibilitychange', going);
		addEventListener('pagehide', going);
		const timer = setInterval(() => {
			if (screen.look() !== 'clear' || document.hidden) return;
			counter.seen();
			ticks += 1;
			if (ticks % SAVE_EVERY === 0) counter.save().catch(session.report);
		}, TICK_MS);
		return () => {
			document.removeEventListener('visibilitychange', going);
			removeEventListener('pagehide', going);
			clearInterval(timer);
			if (ticks % SAVE_EVERY !== 0) counter.save().catch(session.report);
		};
	}, [screen, counter, session]);

	return {
		counted,
		rest() {
			counter.rest();
			counter.save().catch(session.report);
		},
	};
}

interface Counter {
	readonly book: Promise<SealedBook<Counted>>;
	now(): Counted;
	subscribe(changed: () => void): () => void;
	/** A second was seen clear in this window. */
	seen(): void;
	rest(): void;
	save(): Promise<void>;
}

function counterOf(session: Session, open: () => Promise<SealedBook<Counted>>): Counter {
	const known = counters.get(session);
	if (known !== undefined) return known;
	const made = newCounter(session, open());
	counters.set(session, made);
	return made;
}

/** Counts until the session ends; what another window of the same person counts is counted here, too. */
function newCounter(session: Session, book: Promise<SealedBook<Counted>>): Counter {
	let now = emptyDay();
	const watching = new Set<() => void>();
	const others = new BroadcastChannel(`custos-exposure-${session.identity.keys.sign}`);
	session.signal.addEventListener('abort', () => others.close(), { once: true });
	const become = (next: Counted): void => {
		now = next;
		for (const changed of watching) changed();
	};
	const count = (told: z.infer<typeof Told>): void => {
		if (told === 'rested') return become({ ...now, sinceBreakMs: 0 });
		const before = now.day === today() ? now : { ...now, day: today(), todayMs: 0 };
		become({ ...before, todayMs: before.todayMs + TICK_MS, sinceBreakMs: before.sinceBreakMs + TICK_MS });
	};
	const say = (told: z.infer<typeof Told>): void => {
		count(told);
		if (!session.signal.aborted) others.postMessage(told);
	};
	others.onmessage = ({ data }) => {
		const told = Told.safeParse(data);
		if (told.success) count(told.data);
	};
	const load = async (): Promise<void> => {
		const before = await (await book).read(session.identity);
		// Seconds that were seen while the file was read are added to it.
		if (before.day === today())
			become({
				...before,
				todayMs: before.todayMs + now.todayMs,
				sinceBreakMs: before.sinceBreakMs + now.sinceBreakMs,
			});
	};
	load().catch(session.report);
	return {
		book,
		now: () => now,
		subscribe(changed) {
			watching.add(changed);
			return () => watching.delete(changed);
		},
		seen: () => say('seen'),
		rest: () => say('rested'),
		async save() {
			if (session.signal.aborted) return;
			await (await book).change(session.identity, () => now);
		},
	};
}

function emptyDay(): Counted {
	return { day: today(), todayMs: 0, sinceBreakMs: 0 };
}

/** The device's own day. */
function today(): string {
	return new Date().toLocaleDateString('sv');
}
