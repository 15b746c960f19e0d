/**
 * What the service worker and the page that holds the keys say to one another. The worker asks the page that a request came
 * from, over a channel made for that request; keys and ciphertext never reach the worker, and it remembers nothing.
 */

/** Addresses that the worker answers; a random id follows. */
export const SEALED = '/sealed/';

/** Worker to page, with a port: what a request asks for. */
export interface Asked {
	readonly custos: 'play';
	readonly id: string;
	readonly range: string | null;
}

/** Worker to the pages, with a port: somebody's browser asks for a download that one of them makes. */
export interface Saving {
	readonly custos: 'save';
	readonly id: string;
}

/** Page to worker, first over the port: how to answer. `gone`: locked, or never shared by this page; `length` −1: not known. */
export type Head =
	| { readonly status: 200 | 206 | 416; readonly headers: Readonly<Record<string, string>>; readonly length: number }
	| { readonly status: 'gone' };

/** Page to worker, one for each `next` of the worker: bytes (none where they are late), the end, or that there will be no more. */
export type Piece = { readonly bytes: ArrayBuffer } | { readonly end: true } | { readonly failed: true };

/** Worker to page, over the port. */
export type Wish = 'next' | 'enough';

/** Page to worker: take over pages that were loaded past it (a forced reload). */
export const CLAIM = 'custos/claim';

/** Page to worker: go on, something is still being made. */
export const AWAKE = 'custos/awake';

export function isSaving(data: unknown): data is Saving {
	return typeof data === 'object' && data !== null && 'custos' in data && data.custos === 'save' && 'id' in data;
}

export function isAsked(data: unknown): data is Asked {
	return typeof data === 'object' && data !== null && 'custos' in data && data.custos === 'play' && 'id' in data;
}
