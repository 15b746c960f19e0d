/**
 * Aborts when this process is asked to end: SIGINT, SIGTERM or SIGHUP. From the first call on these no longer end it
 * at once, whoever holds the signal does. Repeated signals change nothing.
 */
export function stopSignal(): AbortSignal {
	if (!shared) {
		const controller = new AbortController();
		for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => controller.abort());
		shared = controller.signal;
	}
	return shared;
}

let shared: AbortSignal | undefined;
