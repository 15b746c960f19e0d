import { CustosError } from '../../domain/errors.ts';
import { CLAIM } from './protocol.ts';

/** How long the browser may take to start the service worker, in milliseconds. */
const START_MS = 15_000;

/**
 * Registers the worker, and resolves once this page's requests go through it. Rejects `unavailable` where there are no
 * service workers (no secure context), or it does not start.
 */
export async function control(script = '/service-worker.js'): Promise<void> {
	if (!('serviceWorker' in navigator))
		throw new CustosError('unavailable', 'this browser gives no service worker here: video needs https or localhost');
	const workers = navigator.serviceWorker;
	const controlled = new Promise<void>((resolve) => {
		workers.addEventListener('controllerchange', () => resolve(), { once: true });
	});
	await workers.register(script, { scope: '/', type: 'classic', updateViaCache: 'none' });
	const registration = await workers.ready;
	if (workers.controller !== null) return;
	// A page that was reloaded past the worker is not its own until it claims it.
	registration.active?.postMessage(CLAIM);
	const late = new Promise<never>((_, reject) => {
		const error = new CustosError('unavailable', 'the service worker that video needs did not start: reload the page');
		setTimeout(() => reject(error), START_MS);
	});
	await Promise.race([controlled, late]);
}
