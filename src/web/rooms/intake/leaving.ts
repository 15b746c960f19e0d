/** While work runs, leaving the page asks first. Returns what ends that. */
export function askBeforeLeaving(): () => void {
	const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
	addEventListener('beforeunload', ask);
	return () => removeEventListener('beforeunload', ask);
}

/** Asks the device not to fall asleep meanwhile, where it can be asked. Returns what ends that. */
export function stayAwake(signal: AbortSignal): () => void {
	const end = new AbortController();
	let lock: WakeLockSentinel | undefined;
	const ask = async (): Promise<void> => {
		if (document.visibilityState !== 'visible') return;
		try {
			lock = await navigator.wakeLock.request('screen');
			if (end.signal.aborted || signal.aborted) await lock.release();
		} catch {
			// A battery that is low, a browser that cannot: the work then goes on after the sleep.
			lock = undefined;
		}
	};
	const letGo = (): void => {
		end.abort();
		lock?.release().catch(() => undefined);
	};
	if (!('wakeLock' in navigator)) return letGo;
	// The browser lets go of it whenever the page is out of sight.
	const askNow = (): void => {
		ask().catch(reportError);
	};
	document.addEventListener('visibilitychange', askNow, { signal: end.signal });
	askNow();
	return letGo;
}
