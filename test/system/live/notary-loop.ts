import { connect } from '../../../src/db/connect.ts';
import { connectSeat } from '../../../src/db/seat.ts';
import { answerCounts } from '../../../workers/notary/counts.ts';
import { sayWord } from '../../../workers/notary/say.ts';
import { type StartedNotary, startNotary } from '../../../workers/notary/start.ts';

/** The notary as its process runs it, in this process: wakes on a notification, takes turns until `stop`. */
export interface RunningNotary {
	readonly started: StartedNotary;
	/** What ended it, if it ended by itself. */
	failure(): unknown;
	/** Says the time anew, as the process does every few seconds. */
	sayTime(): Promise<void>;
	stop(): Promise<void>;
}

export interface NotaryPlace {
	/** `DATABASE_URL` of the role custos_notary. */
	url: string;
	home: string;
	clock: () => Date;
}

export async function runNotary({ url, home, clock }: NotaryPlace): Promise<RunningNotary> {
	const [seat, ear] = [connectSeat(url), connect(url, { max: 1 })];
	const started = await startNotary(seat.db, seat.pool, home, clock);
	const { notary } = started;
	const say = () => sayWord(seat.db, started, clock());
	await say();
	let wake = (): void => {};
	const listener = await ear.pool.connect();
	let counting = true;
	listener.on('notification', ({ channel }) => {
		if (channel === 'custos_counts') counting = true;
		wake();
	});
	await listener.query('listen custos_pending; listen custos_counts');

	let [stopping, failure] = [false, undefined as unknown];
	/** Who waits for the time to be said. */
	let asked: (() => void)[] = [];
	const run = async (): Promise<void> => {
		while (!stopping) {
			const woken = new Promise<void>((resolve) => {
				wake = resolve;
			});
			const waiting = asked;
			asked = [];
			if (waiting.length > 0) await say();
			for (const said of waiting) said();
			if (counting) {
				counting = false;
				await answerCounts(seat.db, started, clock());
			}
			if ((await notary.turn()) > 0) continue;
			if (!stopping) await woken;
		}
	};
	const ended = run().catch((error: unknown) => {
		failure = error;
	});
	return {
		started,
		failure: () => failure,
		sayTime: () =>
			new Promise((resolve) => {
				asked.push(resolve);
				wake();
			}),
		async stop() {
			stopping = true;
			wake();
			await ended;
			listener.release();
			await Promise.all([seat.pool.end(), ear.pool.end()]);
			await started.close();
		},
	};
}
