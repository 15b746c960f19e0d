import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { exitWithParent } from '../../infra/embedded/parent.ts';
import { lastWord } from '../../src/app/last-word.ts';
import { connect } from '../../src/db/connect.ts';
import { connectSeat } from '../../src/db/seat.ts';
import { CustosError } from '../../src/domain/errors.ts';
import { notaryConfig } from './config.ts';
import { answerCounts, COUNTS_AT_ONCE } from './counts.ts';
import { forgetOutcomes } from './queue.ts';
import { sayWord } from './say.ts';
import { Stamping } from './stamping.ts';
import { startNotary } from './start.ts';

/** Milliseconds after which a tile of the ledger is read again, however much there is to do. */
const REREAD_EVERY = 10_000;

/** The notary process: one JSON line on standard output when it is ready, then silence until it is told to stop. */
async function main(): Promise<void> {
	exitWithParent();
	const config = notaryConfig(process.env);
	const fail = (error: unknown): never => {
		process.stderr.write(`notary: ${lastWord(error)}\n`);
		process.exit(1);
	};
	// One connection holds the lock and does all writing; losing it means losing the seat.
	const seat = connectSeat(config.DATABASE_URL, { onLost: fail });
	seat.pool.on('remove', () =>
		fail(new CustosError('unavailable', 'the connection that holds the notary’s seat was closed')),
	);
	const witnesses =
		config.WITNESS_POLICY === undefined
			? undefined
			: {
					policy: await readFile(config.WITNESS_POLICY, 'utf8').catch((cause: unknown) => {
						throw new CustosError('config', 'the file that WITNESS_POLICY names cannot be read', { cause });
					}),
					db: connect(config.DATABASE_URL, { max: 1, onLost: fail }).db,
				};
	const started = await startNotary(seat.db, seat.pool, config.NOTARY_HOME, () => new Date(), {
		log: (line) => void process.stderr.write(`notary: ${line}\n`),
		...(witnesses === undefined ? {} : { witnesses }),
	});
	const { notary, keys, tree, scrub, gathering } = started;

	const ear = connect(config.DATABASE_URL, { max: 1, onLost: fail });
	const listener = await ear.pool.connect();
	let wake = (): void => {};
	let counting = true;
	listener.on('notification', ({ channel }) => {
		if (channel === 'custos_counts') counting = true;
		wake();
	});
	await listener.query('listen custos_pending; listen custos_counts');

	const sayTime = () => sayWord(seat.db, started, new Date());
	let said = 0;
	let reread = Date.now();
	let stopping = false;
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.on(signal, () => {
			stopping = true;
			wake();
		});
	}
	await sayTime();
	const fingerprint = createHash('sha256').update(`${keys.vkey}\n${keys.boxPublic}`).digest('hex').slice(0, 32);
	const code = tree.size === 0 ? `${Buffer.from(keys.founding).toString('hex')}-${fingerprint}` : undefined;
	process.stdout.write(`${JSON.stringify({ ready: 'notary', log: keys.vkey, entries: tree.size, code })}\n`);

	gathering?.run().catch(fail);
	const { TIME_AUTHORITIES: authorities, TIME_EVERY: minutes } = config;
	if (authorities.length === 0) await seat.db.deleteFrom('time_asked').execute();
	else {
		const { db } = connect(config.DATABASE_URL, { max: 1, onLost: fail });
		new Stamping({ db, authorities, clock: () => new Date() }).run(minutes * 60_000).catch(fail);
	}
	while (!stopping) {
		const woken = new Promise<void>((resolve) => {
			wake = resolve;
		});
		if (counting) {
			counting = false;
			counting = (await answerCounts(seat.db, started, new Date())) === COUNTS_AT_ONCE || counting;
		}
		const count = (await notary.turn()) + Number(counting);
		if (Date.now() - said > 5000) {
			said = Date.now();
			await sayTime();
			await forgetOutcomes(seat.db);
		}
		if (Date.now() - reread > REREAD_EVERY) {
			reread = Date.now();
			await scrub.step();
		}
		if (count > 0) {
			gathering?.wake();
			continue;
		}
		let idle = false;
		const timer = setTimeout(() => {
			idle = true;
			wake();
		}, 250);
		await woken;
		clearTimeout(timer);
		// While nobody sends anything, one after the other.
		if (idle) reread = 0;
	}
	await notary.close();
	process.exit(0);
}

main().catch((error: unknown) => {
	process.stderr.write(`notary: ${lastWord(error)}\n`);
	process.exit(1);
});
