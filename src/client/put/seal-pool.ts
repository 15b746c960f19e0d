import { CustosError, type ErrorCode } from '../../domain/errors.ts';
import type { SealThread } from './ports.ts';
import type { FromThread, Task, ToThread } from './tasks.ts';

/** What the main thread does when a thread has news of a task. Each must be durable before it resolves. */
export interface TaskEvents {
	begin?(prefix: string, size: number): Promise<void>;
	part?(part: number, sha256: string): Promise<void>;
	packed?(pack: Extract<FromThread, { kind: 'packed' }>): Promise<void>;
	sent(bytes: number): void;
}

/** `file-failed`: the file could not be read, or `changed` while it was; nothing else is wrong. */
export type TaskResult =
	| { kind: 'large-done'; sha256: string; body: string; size: number }
	| { kind: 'pack-done' }
	| { kind: 'file-failed'; reason: string; changed: boolean };

interface Seat {
	thread: SealThread;
	free: boolean;
}

/** Threads that read, hash, seal and send; one task each at a time. */
export class SealPool {
	readonly #seats: Seat[];
	readonly #running = new Map<
		number,
		{ events: TaskEvents; resolve: (result: TaskResult) => void; reject: (error: unknown) => void; seat: Seat }
	>();
	readonly #queue: ((seat: Seat) => void)[] = [];
	readonly #token: (refused: string | undefined) => Promise<string>;
	#next = 0;
	#broken: unknown;

	constructor(
		threads: { start(): SealThread; count: number },
		setup: Omit<Extract<ToThread, { kind: 'setup' }>, 'kind'>,
		token: (refused: string | undefined) => Promise<string>,
	) {
		this.#token = token;
		this.#seats = Array.from({ length: threads.count }, () => {
			const thread = threads.start();
			const seat: Seat = { thread, free: true };
			thread.listen(
				(message) => {
					this.#hear(seat, message).catch((error: unknown) => this.#breakAll(error));
				},
				(error) => this.#breakAll(error),
			);
			thread.post({ kind: 'setup', ...setup });
			return seat;
		});
	}

	/** Runs a task on the next free thread. `started` is called when there is one: before that, no more need be queued. */
	async run(task: Task, events: TaskEvents, started: () => void): Promise<TaskResult> {
		const seat = await this.#seat();
		started();
		if (this.#broken !== undefined) throw this.#broken;
		const id = this.#next++;
		return new Promise((resolve, reject) => {
			this.#running.set(id, { events, resolve, reject, seat });
			seat.thread.post({ kind: 'task', id, task });
		});
	}

	async #seat(): Promise<Seat> {
		const seat = this.#seats.find((one) => one.free);
		if (seat === undefined) return new Promise<Seat>((resolve) => this.#queue.push(resolve));
		seat.free = false;
		return seat;
	}

	async close(): Promise<void> {
		await Promise.all(this.#seats.map((seat) => seat.thread.end()));
	}

	async #hear(seat: Seat, message: FromThread): Promise<void> {
		if (message.kind === 'token') {
			try {
				seat.thread.post({ kind: 'token', token: await this.#token(message.refused) });
			} catch (error) {
				this.#breakAll(error);
			}
			return;
		}
		const running = this.#running.get(message.id);
		if (running === undefined) return;
		try {
			switch (message.kind) {
				case 'begin':
					await running.events.begin?.(message.prefix, message.size);
					return this.#go(seat, message.id);
				case 'part':
					await running.events.part?.(message.part, message.sha256);
					return this.#go(seat, message.id);
				case 'packed':
					await running.events.packed?.(message);
					return this.#go(seat, message.id);
				case 'sent':
					return running.events.sent(message.bytes);
				case 'failed':
					return this.#finish(message.id, () =>
						running.reject(new CustosError(message.code as ErrorCode, message.message)),
					);
				default:
					return this.#finish(message.id, () => running.resolve(message));
			}
		} catch (error) {
			this.#finish(message.id, () => running.reject(error));
		}
	}

	#go(seat: Seat, id: number): void {
		seat.thread.post({ kind: 'go', id });
	}

	#finish(id: number, settle: () => void): void {
		const running = this.#running.get(id);
		this.#running.delete(id);
		settle();
		if (running === undefined) return;
		const next = this.#queue.shift();
		if (next === undefined) running.seat.free = true;
		else next(running.seat);
	}

	#breakAll(error: unknown): void {
		this.#broken = error;
		for (const id of [...this.#running.keys()]) {
			const running = this.#running.get(id);
			this.#finish(id, () => running?.reject(error));
		}
	}
}
