import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { type SealedBook, sealedBook } from '../../client/profile/sealed-book.ts';
import type { House } from './house.ts';
import type { Session } from './session.ts';
import { useHouse, useSession } from './use-session.ts';

/** So long after the first key that was pressed what was typed is kept. */
const SAVE_AFTER_MS = 400;
/** What was begun so long ago, or before so many others, is forgotten. */
const KEPT_MS = 30 * 24 * 3600_000;
const MOST = 50;

const Book = z.record(z.string(), z.object({ at: z.string(), said: z.unknown() }));
type Book = z.infer<typeof Book>;

/** What was typed into a form and not saved yet. */
interface Begun {
	readonly at: string;
	readonly said: unknown;
	/** Before the form was opened this time. */
	readonly earlier: boolean;
}

/** A form that is filled in. */
export interface Draft<T> {
	readonly draft: T;
	/** It goes on with what was typed earlier and never saved. */
	readonly begunEarlier: boolean;
	change(next: T | ((before: T) => T)): void;
	/** It is saved, or not wanted any more. */
	drop(): void;
}

/**
 * What is typed into a form, kept through a lock, a reload and the way to another room until it is saved or given up:
 * on this device alone, sealed to the person's own key. `name` says which form, and of what; `begin` is what stands in it first.
 */
export function useDraft<T>(name: string, schema: z.ZodType<T>, begin: () => T): Draft<T> {
	const drafts = useDrafts();
	const [start] = useState(begin);
	const begun = useSyncExternalStore(drafts.subscribe, () => drafts.of(name));
	const typed = useMemo(() => {
		const parsed = begun === undefined ? undefined : schema.safeParse(begun.said);
		return parsed?.success === true ? parsed : undefined;
	}, [begun, schema]);
	useEffect(() => () => drafts.left(name), [drafts, name]);
	return {
		draft: typed === undefined ? start : typed.data,
		begunEarlier: typed !== undefined && begun?.earlier === true,
		change(next) {
			const parsed = schema.safeParse(drafts.of(name)?.said);
			const before = parsed.success ? parsed.data : start;
			const said = typeof next === 'function' ? (next as (before: T) => T)(before) : next;
			// Nothing but what the form begins with is nothing that could be lost.
			if (JSON.stringify(said) === JSON.stringify(start)) drafts.drop(name);
			else drafts.keep(name, said);
		},
		drop: () => drafts.drop(name),
	};
}

/** Whether something stands in this form that was never saved. */
export function useBegun(name: string): boolean {
	const drafts = useDrafts();
	return useSyncExternalStore(drafts.subscribe, () => drafts.of(name) !== undefined);
}

interface Drafts {
	subscribe(changed: () => void): () => void;
	/** The same for as long as nothing changed. */
	of(name: string): Begun | undefined;
	keep(name: string, said: unknown): void;
	drop(name: string): void;
	/** The form is closed: what stands in it is of earlier from now on. */
	left(name: string): void;
}

const all = new WeakMap<Session, Drafts>();

function useDrafts(): Drafts {
	const session = useSession();
	const house = useHouse();
	const known = all.get(session);
	if (known !== undefined) return known;
	const made = newDrafts(session, bookOf(session, house));
	all.set(session, made);
	return made;
}

async function bookOf(session: Session, house: House): Promise<SealedBook<Book>> {
	return sealedBook((await house.vault).files(session.identity.keys.sign), 'drafts', Book, {});
}

function newDrafts(session: Session, book: Promise<SealedBook<Book>>): Drafts {
	let now: ReadonlyMap<string, Begun> = new Map();
	const watching = new Set<() => void>();
	const unsaved = new Set<string>();
	let timer: ReturnType<typeof setTimeout> | undefined;
	let opened: SealedBook<Book> | undefined;
	let takeBack: (() => void) | undefined;
	/** One after the other: nothing is read while it is being written. */
	let queue: Promise<unknown> = Promise.resolve();
	const inTurn = (work: () => Promise<void>): Promise<void> => {
		const done = queue.then(work);
		queue = done.catch(() => undefined);
		return done;
	};
	const become = (next: ReadonlyMap<string, Begun>): void => {
		now = next;
		for (const changed of watching) changed();
	};

	/** What other windows of the same person keep is taken in, too; what was typed here and is not kept yet is the newer. */
	const load = async (): Promise<void> => {
		opened = await book;
		const kept = Object.entries(newest(await opened.read(session.identity)));
		const found = kept
			.filter(([name]) => !unsaved.has(name))
			.map(([name, one]) => [name, fromBook(name, one)] as const);
		if (!session.signal.aborted) become(new Map([...found, ...[...now].filter(([name]) => unsaved.has(name))]));
	};
	/** One that is as it was stays the same object: whoever shows it draws nothing anew. */
	const fromBook = (name: string, { at, said }: Book[string]): Begun => {
		const before = now.get(name);
		return before?.at === at ? before : { at, said, earlier: true };
	};
	const look = (): void => {
		inTurn(load).catch(session.report);
	};
	look();

	const write = async (): Promise<void> => {
		const names = [...unsaved];
		unsaved.clear();
		if (names.length === 0) return;
		const changed = (kept: Book): Book => {
			const next = { ...kept };
			for (const name of names) {
				const one = now.get(name);
				if (one === undefined) delete next[name];
				else next[name] = { at: one.at, said: one.said };
			}
			return newest(next);
		};
		try {
			// Another window of the same person keeps its own in the same file.
			await navigator.locks.request(`custos-drafts-${session.identity.keys.sign}`, async () =>
				(await book).change(session.identity, changed),
			);
		} catch (error) {
			for (const name of names) unsaved.add(name);
			throw error;
		}
		if (unsaved.size > 0) return;
		takeBack?.();
		takeBack = undefined;
	};
	const save = (): Promise<void> => {
		clearTimeout(timer);
		timer = undefined;
		return inTurn(write);
	};
	const saveSoon = (name: string): void => {
		unsaved.add(name);
		takeBack ??= session.last(save);
		timer ??= setTimeout(() => {
			save().catch(session.report);
		}, SAVE_AFTER_MS);
	};
	// A page that goes waits for nothing: what begins at once is finished by the browser.
	const going = (): void => {
		const whole = Object.fromEntries([...now].map(([name, { at, said }]) => [name, { at, said }]));
		if (unsaved.size > 0) opened?.write(session.identity, newest(whole)).catch(session.report);
	};
	addEventListener('pagehide', going);
	addEventListener('focus', look);
	session.signal.addEventListener('abort', () => {
		removeEventListener('pagehide', going);
		removeEventListener('focus', look);
		clearTimeout(timer);
		now = new Map();
	});

	return {
		subscribe(changed) {
			watching.add(changed);
			return () => watching.delete(changed);
		},
		of: (name) => now.get(name),
		keep(name, said) {
			const earlier = now.get(name)?.earlier === true;
			become(new Map([...now, [name, { at: new Date().toISOString(), said, earlier }]]));
			saveSoon(name);
		},
		drop(name) {
			if (!now.has(name)) return;
			become(new Map([...now].filter(([one]) => one !== name)));
			// At once: what was saved as a note is not to come back as one that never was.
			saveSoon(name);
			save().catch(session.report);
		},
		left(name) {
			const one = now.get(name);
			if (one !== undefined && !one.earlier) become(new Map([...now, [name, { ...one, earlier: true }]]));
		},
	};
}

/** The newest of them, none too old. */
function newest(book: Book): Book {
	const since = Date.now() - KEPT_MS;
	const young = Object.entries(book).filter(([, { at }]) => Date.parse(at) > since);
	return Object.fromEntries(young.sort(([, a], [, b]) => Date.parse(b.at) - Date.parse(a.at)).slice(0, MOST));
}
