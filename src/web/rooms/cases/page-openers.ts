import { type CaseSecrets, type CatalogueItem, type OpenedPage, openHere } from '../../../client/case/catalogue.ts';
import type { Openers } from '../../../client/case/catalogue-ahead.ts';
import type { ShownItem } from '../../../client/case/open-lines.ts';
import { CustosError, type ErrorCode } from '../../../domain/errors.ts';
import type { NoteKey } from '../../../domain/ledger/note.ts';

/** To a thread: what it opens with, then lines and the pages that prove them. */
export type ToOpener =
	| { open: CaseSecrets; key: NoteKey }
	| { id: number; number: number; lines: ArrayBuffer }
	| { id: number; number: number; proof: ArrayBuffer };
/** What it opened, items as JSON, which is read sooner than objects are copied. */
export type Opened = { shown: string } | { page: (Omit<OpenedPage, 'items'> & { items: string }) | undefined };
/** From it, for each: that, or why it does not hold. */
export type FromOpener = { id: number } & (Opened | { error: { code: ErrorCode; message: string } });

/** One for each core, the page's own having little to do meanwhile; no more than are of use. */
const THREADS = Math.max(1, Math.min(4, navigator.hardwareConcurrency));

/**
 * Opens lines of a case in threads of their own, and in the same thread what proves them; whole pages here. `end` forgets the
 * secret, there as well.
 */
export function startOpeners(open: CaseSecrets, key: NoteKey): { openers: Openers; end(): void } {
	const waiting = new Map<number, PromiseWithResolvers<Opened>>();
	const hear = ({ data }: MessageEvent<FromOpener>): void => {
		const one = waiting.get(data.id);
		waiting.delete(data.id);
		if ('error' in data) one?.reject(new CustosError(data.error.code, data.error.message));
		else one?.resolve(data);
	};
	const failAll = (error: CustosError): void => {
		for (const one of waiting.values()) one.reject(error);
		waiting.clear();
	};
	const { id, key: caseKey, secrets } = open;
	const threads = Array.from({ length: THREADS }, () => {
		const thread = new Worker(new URL('./open-page.worker.ts', import.meta.url), { type: 'module' });
		thread.onmessage = hear;
		thread.onerror = () => failAll(new CustosError('internal', 'a thread that opens the catalogue broke'));
		thread.postMessage({ open: { id, key: caseKey, secrets }, key } satisfies ToOpener);
		return thread;
	});
	let count = 0;
	const ask = (number: number, what: { lines: ArrayBuffer } | { proof: ArrayBuffer }): Promise<Opened> => {
		const one = Promise.withResolvers<Opened>();
		waiting.set(count, one);
		const thread = threads[number % threads.length] as Worker;
		thread.postMessage({ id: count++, number, ...what } satisfies ToOpener, Object.values(what));
		return one.promise;
	};
	const openers: Openers = {
		page: openHere(open, key),
		async lines(number, lines) {
			const opened = await ask(number, { lines });
			return 'shown' in opened ? (JSON.parse(opened.shown) as ShownItem[]) : [];
		},
		async proof(number, proof) {
			const opened = await ask(number, { proof });
			if (!('page' in opened) || opened.page === undefined) return undefined;
			return { ...opened.page, items: JSON.parse(opened.page.items) as CatalogueItem[] };
		},
	};
	return {
		openers,
		end() {
			for (const thread of threads) thread.terminate();
			failAll(new CustosError('unavailable', 'the catalogue was left'));
		},
	};
}
