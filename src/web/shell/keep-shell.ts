import { KEEP } from './protocol.ts';

/** The whole room comes once more, from the browser's own store for the most part. */
const PATIENCE_MS = 60_000;

/**
 * Has the service worker keep what Verify needs, so that it opens without a network. False where this cannot be: no
 * secure context, a private window, no room on the disk.
 */
export async function keepShell(): Promise<boolean> {
	if (!('serviceWorker' in navigator)) return false;
	try {
		const registration = await navigator.serviceWorker.register('/service-worker.js', {
			scope: '/',
			type: 'classic',
			updateViaCache: 'none',
		});
		await registration.update();
		await settled(registration.installing ?? registration.waiting);
	} catch (error) {
		// Without a network the one that is here already answers; without any, Verify works as long as it is open.
		console.info('the service worker was not looked at again', error);
	}
	const active = (await navigator.serviceWorker.getRegistration('/'))?.active ?? undefined;
	if (active === undefined) return false;
	const { port1: port, port2 } = new MessageChannel();
	return new Promise((resolve) => {
		setTimeout(() => resolve(false), PATIENCE_MS);
		port.onmessage = ({ data }: MessageEvent<boolean>) => resolve(data);
		active.postMessage(KEEP, [port2]);
	});
}

/** Resolves once a newer worker has taken over, or was given up. */
async function settled(newer: ServiceWorker | null): Promise<void> {
	if (newer === null) return;
	await new Promise<void>((resolve) => {
		const look = (): void => {
			if (newer.state === 'activated' || newer.state === 'redundant') resolve();
		};
		newer.addEventListener('statechange', look);
		look();
	});
}
