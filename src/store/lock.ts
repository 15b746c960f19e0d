/** Runs `work` when its turn comes. `shared` holders of a name run together; an `exclusive` one runs alone. In turn. */
export interface Locks {
	shared<T>(name: string, work: () => Promise<T>): Promise<T>;
	exclusive<T>(name: string, work: () => Promise<T>): Promise<T>;
}

interface Line {
	running: number;
	alone: boolean;
	waiting: { alone: boolean; start: () => void }[];
}

/** Locks by name inside this process. */
export function createLocks(): Locks {
	const lines = new Map<string, Line>();

	function admit(line: Line): void {
		for (let next = line.waiting[0]; next !== undefined; next = line.waiting[0]) {
			if (line.alone || (next.alone && line.running > 0)) return;
			line.waiting.shift();
			line.running++;
			line.alone = next.alone;
			next.start();
		}
	}

	async function hold<T>(name: string, alone: boolean, work: () => Promise<T>): Promise<T> {
		const line = lines.get(name) ?? { running: 0, alone: false, waiting: [] };
		lines.set(name, line);
		await new Promise<void>((start) => {
			line.waiting.push({ alone, start });
			admit(line);
		});
		try {
			return await work();
		} finally {
			line.running--;
			line.alone = false;
			admit(line);
			if (line.running === 0) lines.delete(name);
		}
	}

	return {
		shared: (name, work) => hold(name, false, work),
		exclusive: (name, work) => hold(name, true, work),
	};
}
