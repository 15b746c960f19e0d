import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fs, fsUnless } from './fs-errors.ts';

/** Folders whose entries are durable. */
export interface Folders {
	/** Resolves when every entry made in the folder before the call is durable. Calls that wait together share one fsync. */
	sync(folder: string): Promise<void>;
	/** Makes a folder below the root, and those above it, durably, mode 0700. */
	make(folder: string): Promise<void>;
}

interface Lane {
	running: Promise<void>;
	next: Promise<void> | undefined;
}

/** Folders below `root`, which must be there. */
export function createFolders(root: string): Folders {
	const lanes = new Map<string, Lane>();
	const made = new Map<string, Promise<void>>();

	async function flush(folder: string): Promise<void> {
		const handle = await fs(open(folder, 'r'));
		try {
			await fs(handle.sync());
		} finally {
			await handle.close();
		}
	}

	// An fsync that is already running may have missed our entry, so we join the one after it.
	function sync(folder: string): Promise<void> {
		const lane = lanes.get(folder);
		if (lane === undefined) {
			const running = flush(folder).finally(() => advance(folder));
			lanes.set(folder, { running, next: undefined });
			return running;
		}
		lane.next ??= lane.running.then(
			() => flush(folder).finally(() => advance(folder)),
			() => flush(folder).finally(() => advance(folder)),
		);
		return lane.next;
	}

	function advance(folder: string): void {
		const next = lanes.get(folder)?.next;
		if (next === undefined) lanes.delete(folder);
		else lanes.set(folder, { running: next, next: undefined });
	}

	async function makeOne(folder: string): Promise<void> {
		const parent = dirname(folder);
		await make(parent);
		await fsUnless('EEXIST', mkdir(folder, { mode: 0o700 }));
		// Also when it was there: whoever made it may have died before its fsync.
		await sync(parent);
	}

	function make(folder: string): Promise<void> {
		if (folder === root) return Promise.resolve();
		const known = made.get(folder);
		if (known !== undefined) return known;
		const making = makeOne(folder);
		made.set(folder, making);
		making.catch(() => made.delete(folder));
		return making;
	}

	return { sync, make };
}
