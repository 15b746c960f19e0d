import type { Session } from './session.ts';

/** Quicker hashes and ciphers where the browser takes them, for whatever opens many things on the page's own thread; it goes on without. */
export async function quick(session: Session): Promise<void> {
	const { quicken } = await import('../../domain/platform/web-quicken.ts');
	await quicken().catch(session.report);
}
