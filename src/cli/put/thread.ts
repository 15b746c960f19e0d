import { parentPort } from 'node:worker_threads';
import { serveSealing } from '../../client/put/seal-thread.ts';
import type { FromThread, ToThread } from '../../client/put/tasks.ts';
import { CustosError } from '../../domain/errors.ts';
import { openFile } from './open-file.ts';
import { createPutPart } from './put-part.ts';

/** A sealing thread under Node. */
if (parentPort === null) throw new CustosError('internal', 'this file runs as a thread');
const port = parentPort;
serveSealing(
	{
		post: (message: FromThread) => port.postMessage(message),
		listen: (hear) => port.on('message', (message: ToThread) => hear(message)),
	},
	openFile,
	createPutPart(),
);
