import { parentPort, workerData } from 'node:worker_threads';
import { Client } from 'pg';
import { Gone } from '../../src/app/gone.ts';
import { CustosError, isCustosError } from '../../src/domain/errors.ts';
import { keyOfSpans } from '../../src/domain/ledger/log-keys.ts';
import { readRange } from './read-range.ts';
import type { Answer, Question, ReaderData } from './readers.ts';

/** One reader: its own connection on the audit's snapshot, ranges in, checked ranges out. */
const { databaseUrl, snapshot, keys, signatures, expunged } = workerData as ReaderData;
const port = parentPort;
if (port === null) throw new CustosError('internal', 'a reader of the audit runs in a thread of its own');
const options = { key: keyOfSpans(keys), signatures, gone: new Gone(expunged) };

async function open(): Promise<Client> {
	const client = new Client({ connectionString: databaseUrl });
	client.on('error', () => undefined); // a query in flight rejects by itself, and the next one will
	await client.connect();
	await client.query('begin isolation level repeatable read read only');
	await client.query(`set transaction snapshot '${snapshot.replaceAll("'", '')}'`);
	return client;
}

const opening = open();
let turn: Promise<unknown> = opening.catch(() => undefined);

port.on('message', (question: Question) => {
	turn = turn.then(async () => {
		if (question === 'end') {
			await (await opening.catch(() => undefined))?.end();
			port.close();
			return;
		}
		const [from, to] = question;
		try {
			const range = await readRange(await opening, from, to, options);
			port.postMessage({ from, range } satisfies Answer, [range.hashes.buffer, range.entries.buffer]);
		} catch (error) {
			const code = isCustosError(error) ? error.code : 'unavailable';
			port.postMessage({ from, error: { code, message: (error as Error).message } } satisfies Answer);
		}
	});
});
