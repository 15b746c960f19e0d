/**
 * Calls that come while one is running go into the next one together: the more there are at once, the fewer queries. No
 * answer is older than its question, since nothing is kept.
 */
export function gather<I, O>(run: (inputs: readonly I[]) => Promise<readonly O[]>): (input: I) => Promise<O> {
	let waiting: { input: I; resolve: (output: O) => void; reject: (error: unknown) => void }[] = [];
	let running = false;

	const drain = async (): Promise<void> => {
		running = true;
		while (waiting.length > 0) {
			const turn = waiting;
			waiting = [];
			try {
				const outputs = await run(turn.map((one) => one.input));
				for (const [i, one] of turn.entries()) one.resolve(outputs[i] as O);
			} catch (error) {
				for (const one of turn) one.reject(error);
			}
		}
		running = false;
	};

	return (input) =>
		new Promise((resolve, reject) => {
			waiting.push({ input, resolve, reject });
			if (!running) drain().catch(reject);
		});
}
