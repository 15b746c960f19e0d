import { parentPort } from 'node:worker_threads';
import { CustosError } from '../../src/domain/errors.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { type Answer, type Question, readSigned } from './signature-batch.ts';

/** Checks batches of signatures, one after another. */
const port = parentPort;
if (port === null) throw new CustosError('internal', 'signatures are checked in a thread of their own');
port.on('message', ({ batch }: Question) => {
	const valid = Uint8Array.from(readSigned(batch), ({ key, message, signature }) =>
		platform.ed25519Verify(key, message, signature) ? 1 : 0,
	);
	port.postMessage({ valid } satisfies Answer, [valid.buffer]);
});
