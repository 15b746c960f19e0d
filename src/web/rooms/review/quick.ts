import type { Session } from '../../session/session.ts';

/** Quicker ciphers where the browser takes them; it goes on without. */
export async function quick(session: Session): Promise<void> {
	const { quicken } = await import('../../../domain/platform/web-quicken.ts');
	await quicken().catch(session.report);
}
