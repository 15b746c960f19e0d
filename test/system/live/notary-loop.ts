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
	/** Text of a policy of witnesses. */
	policy?: string;
}

export async function runNotary({ url, home, clock, policy }: NotaryPlace): Promise<RunningNotary> {
	const [seat, ear] = [connectSeat(url), connect(url, { max: 1 })];
	const asking = policy === undefined ? undefined : connect(url, { max: 1 });
	const around = asking === undefined ? {} : { witnesses: { policy: policy ?? '', db: asking.db } };
	const started = await startNotary(seat.db, seat.pool, home, clock, around);
	const { notary, gathering } = started;
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
			if ((await notary.turn()) > 0) {
				gathering?.wake();
				continue;
			}
			if (!stopping) await woken;
		}
	};
	const fail = (error: unknown): void => {
		failure = error;
	};
	const ended = run().catch(fail);
	const gathered = gathering?.run().catch(fail);
	let stopped: Promise<void> | undefined;
	const stop = async (): Promise<void> => {
		stopping = true;
		wake();
		gathering?.close();
		await Promise.all([ended, gathered]);
		listener.release();
		await Promise.all([seat.pool.end(), ear.pool.end(), asking?.pool.end()]);
		await started.close();
	};
	return {
		started,
		failure: () => failure,
		sayTime: () =>
			new Promise((resolve) => {
				asked.push(resolve);
				wake();
			}),
		stop: () => (stopped ??= stop()),
	};
}
