import '../no-eval.ts';
import { serveSealing } from '../../client/put/seal-thread.ts';
import type { FromThread, ToThread } from '../../client/put/tasks.ts';
import { quicken } from '../../domain/platform/web-quicken.ts';
import { openBlobFile } from './blob-file.ts';
import { createPutBlob } from './put-blob.ts';

/** A sealing thread in a browser. Its name is the number of parts it may have on the way. */
const quick = quicken().catch((error: unknown) => {
	console.info('WebAssembly cannot be loaded; sealing is slower', error);
});
serveSealing(
	{
		post: (message: FromThread) => postMessage(message),
		listen(hear) {
			addEventListener('message', ({ data }: MessageEvent<ToThread>) => {
				// In their order, once the quicker code is there.
				quick.then(() => hear(data)).catch(reportError);
			});
		},
	},
	openBlobFile,
	createPutBlob(Number(self.name) || 1),
);
