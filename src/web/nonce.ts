/** The value under which this page may add style sheets; the server makes a new one for every page it gives out. */
export function styleNonce(): string {
	return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}

/** Where the dialogs' scroll lock looks for it. */
export function publishNonce(): void {
	(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce();
}
