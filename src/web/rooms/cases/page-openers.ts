import { type CaseSecrets, type OpenedPage, openHere, type PageOpener } from '../../../client/case/catalogue.ts';
import { CustosError, type ErrorCode } from '../../../domain/errors.ts';
import type { NoteKey } from '../../../domain/ledger/note.ts';

/** To a thread: what it opens with, then pages. */
export type ToOpener = { open: CaseSecrets; key: NoteKey } | { id: number; text: string };
/** From it, for each page: where the next begins, then the page, or why it does not hold. */
export type FromOpener =
	| { id: number; next: number | null }
	| { id: number; opened: OpenedPage }
	| { id: number; error: { code: ErrorCode; message: string } };

/** One for each core but the one this page and the archive need; no more than are of use. */
const THREADS = Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1));

interface Waiting {
	next: PromiseWithResolvers<number | null>;
	opened: PromiseWithResolvers<OpenedPage>;
}

/** Opens the pages of a case in threads of their own. `end` forgets the secret, there as well. */
export function startOpeners(open: CaseSecrets, key: NoteKey): { opener: PageOpener; end(): void } {
	const waiting = new Map<number, Waiting>();
	const fail = (one: Waiting | undefined, error: CustosError): void => {
		one?.next.reject(error);
		one?.opened.reject(error);
	};
	const hear = ({ data }: MessageEvent<FromOpener>): void => {
		const one = waiting.get(data.id);
		if ('next' in data) return one?.next.resolve(data.next);
		waiting.delete(data.id);
		if ('opened' in data) one?.opened.resolve(data.opened);
		else fail(one, new CustosError(data.error.code, data.error.message));
	};
	const threads = Array.from({ length: THREADS }, () => {
		const thread = new Worker(new URL('./open-page.worker.ts', import.meta.url), { type: 'module' });
		thread.onmessage = hear;
		thread.onerror = () => {
			for (const one of waiting.values())
				fail(one, new CustosError('internal', 'a thread that opens the catalogue broke'));
		};
		const { id, key: caseKey, secret } = open;
		thread.postMessage({ open: { id, key: caseKey, secret }, key } satisfies ToOpener);
		return thread;
	});
	const here = openHere(open, key);
	let count = 0;
	return {
		opener: (text) => {
			const id = count++;
			// The first is opened before the threads have started.
			if (id === 0) return here(text);
			const one: Waiting = { next: Promise.withResolvers(), opened: Promise.withResolvers() };
			one.next.promise.catch(() => {});
			waiting.set(id, one);
			(threads[id % threads.length] as Worker).postMessage({ id, text } satisfies ToOpener);
			return { next: one.next.promise, opened: one.opened.promise };
		},
		end() {
			for (const thread of threads) thread.terminate();
			for (const one of waiting.values()) fail(one, new CustosError('unavailable', 'the catalogue was left'));
			waiting.clear();
		},
	};
}
