/** Page to service worker, with a port: keep what Verify needs without a network. The answer is whether it is kept. */
export const KEEP = 'custos/keep-shell';

/** What the build knows of the room: SHA-256 (hex) of its page, before any nonce, and of its files by path. */
export interface Shell {
	readonly page: string;
	readonly files: Readonly<Record<string, string>>;
}

/** In the page as it is built, where each answer of the archive has a value of its own. */
export const NONCE = 'CUSTOS_NONCE';
