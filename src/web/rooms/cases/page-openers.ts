import {
	type CaseSecrets,
	type CatalogueItem,
	type OpenedPage,
	openHere,
	type PageOpener,
} from '../../../client/case/catalogue.ts';
import { CustosError, type ErrorCode } from '../../../domain/errors.ts';
import type { NoteKey } from '../../../domain/ledger/note.ts';

/** To a thread: what it opens with, then pages. */
export type ToOpener = { open: CaseSecrets; key: NoteKey } | { id: number; answer: ArrayBuffer };
/** From it, for each page: what it holds, as JSON, which is read sooner than objects are copied; or why it does not hold. */
export type FromOpener =
	| ({ id: number; items: string } & Omit<OpenedPage, 'items'>)
	| { id: number; error: { code: ErrorCode; message: string } };

/** One for each core, the page's own having little to do meanwhile; no more than are of use. */
const THREADS = Math.max(1, Math.min(4, navigator.hardwareConcurrency));

/** Opens the pages of a case in threads of their own. `end` forgets the secret, there as well. */
export function startOpeners(open: CaseSecrets, key: NoteKey): { opener: PageOpener; end(): void } {
	const waiting = new Map<number, PromiseWithResolvers<OpenedPage>>();
	const hear = ({ data }: MessageEvent<FromOpener>): void => {
		const one = waiting.get(data.id);
		waiting.delete(data.id);
		if ('items' in data) {
			const { items, checkpoints, generation } = data;
			one?.resolve({ items: JSON.parse(items) as CatalogueItem[], checkpoints, generation });
		} else one?.reject(new CustosError(data.error.code, data.error.message));
	};
	const failAll = (error: CustosError): void => {
		for (const one of waiting.values()) one.reject(error);
		waiting.clear();
	};
	const threads = Array.from({ length: THREADS }, () => {
		const thread = new Worker(new URL('./open-page.worker.ts', import.meta.url), { type: 'module' });
		thread.onmessage = hear;
		thread.onerror = () => failAll(new CustosError('internal', 'a thread that opens the catalogue broke'));
		const { id, key: caseKey, secrets } = open;
		thread.postMessage({ open: { id, key: caseKey, secrets }, key } satisfies ToOpener);
		return thread;
	});
	const here = openHere(open, key);
	let count = 0;
	return {
		opener: (answer) => {
			const id = count++;
			// The first is opened before the threads have started.
			if (id === 0) return here(answer);
			const one = Promise.withResolvers<OpenedPage>();
			waiting.set(id, one);
			(threads[id % threads.length] as Worker).postMessage({ id, answer } satisfies ToOpener, [answer]);
			return one.promise;
		},
		end() {
			for (const thread of threads) thread.terminate();
			failAll(new CustosError('unavailable', 'the catalogue was left'));
		},
	};
}
