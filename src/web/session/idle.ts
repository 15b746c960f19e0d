/** After this long without a touch the archive locks itself. */
export const IDLE_MS = 5 * 60_000;

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
const LOOK_EVERY_MS = 5_000;

/**
 * Calls `onIdle` once nobody has touched the page for `afterMs`. By the clock on the wall: a laptop that slept is idle
 * when it wakes, before anything is shown. Returns what ends the watch.
 */
export function watchIdle(afterMs: number, onIdle: () => void): () => void {
	let touched = Date.now();
	const look = (): boolean => {
		if (Date.now() - touched < afterMs) return false;
		onIdle();
		return true;
	};
	const touch = (): void => {
		if (!look()) touched = Date.now();
	};
	const timer = setInterval(look, LOOK_EVERY_MS);
	for (const sign of SIGNS) addEventListener(sign, touch, { capture: true, passive: true });
	document.addEventListener('visibilitychange', look);
	return () => {
		clearInterval(timer);
		for (const sign of SIGNS) removeEventListener(sign, touch, { capture: true });
		document.removeEventListener('visibilitychange', look);
	};
}
