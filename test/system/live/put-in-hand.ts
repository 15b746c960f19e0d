import { openFile } from '../../../src/cli/put/open-file.ts';
import { createPutPart } from '../../../src/cli/put/put-part.ts';
import { diskSource } from '../../../src/cli/put/walk.ts';
import type { OpenCase } from '../../../src/client/cases.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { journalSecret } from '../../../src/client/put/journal.ts';
import type { JournalStore, SealThread } from '../../../src/client/put/ports.ts';
import type { PutOptions } from '../../../src/client/put/put-options.ts';
import { serveSealing } from '../../../src/client/put/seal-thread.ts';
import type { FromThread, ToThread } from '../../../src/client/put/tasks.ts';

/** A journal in memory: what a disk would hold. While `failing`, a write leaves half of itself and is refused. */
export function memoryJournal(): JournalStore & { bytes: Uint8Array<ArrayBuffer>; failing: boolean } {
	return {
		bytes: new Uint8Array(),
		failing: false,
		async read() {
			return this.bytes.slice();
		},
		async truncate(size) {
			this.bytes = this.bytes.slice(0, size);
		},
		async append(added) {
			const done = this.failing ? added.subarray(0, added.length >> 1) : added;
			const longer = new Uint8Array(this.bytes.length + done.length);
			longer.set(this.bytes);
			longer.set(done, this.bytes.length);
			this.bytes = longer;
			if (this.failing) throw new Error('the disk is gone');
		},
		async close() {},
	};
}

/** Options of a put in this very process: the journal in memory, the sealing thread on the same loop. */
export function putInHand(
	connection: Connection,
	open: OpenCase,
	paths: readonly string[],
	store: JournalStore = memoryJournal(),
): PutOptions {
	return {
		connection,
		open,
		source: diskSource(paths),
		record: {},
		journal: { open: async () => store, secret: journalSecret(connection.identity.seed) },
		threads: { start: sameThread, count: 2 },
		watch: { counted() {}, sent() {}, received() {}, note() {} },
	};
}

function sameThread(): SealThread {
	const { port1, port2 } = new MessageChannel();
	serveSealing(
		{
			post: (message: FromThread) => port2.postMessage(message),
			listen: (hear) => {
				port2.onmessage = (event: MessageEvent<ToThread>) => hear(event.data);
			},
		},
		openFile,
		createPutPart(),
	);
	return {
		post: (message) => port1.postMessage(message),
		listen(hear) {
			port1.onmessage = (event: MessageEvent<FromThread>) => hear(event.data);
		},
		async end() {
			port1.close();
		},
	};
}
