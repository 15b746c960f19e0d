import type { BlobStore } from '../../src/store/blob-store.ts';
import { readWhole } from '../../workers/backup/read-whole.ts';

export interface LockedStore {
	store: BlobStore;
	/** What nobody is shown any more, and the bucket still holds. */
	kept(key: string): Uint8Array[];
	/** Keys of which something was to be erased, in this order. */
	erased: string[];
}

/**
 * What a bucket under Object Lock is to `erase`, as src/store/s3/erase.ts says it: a version stays until its retention ends,
 * and what was put in its place gets one too. Objects were written so that theirs ends at `first`; nothing under `prefixes/` has one.
 */
export function lockedStore(inner: BlobStore, how: { first: Date; lockMs: number; clock: () => Date }): LockedStore {
	const { first, lockMs, clock } = how;
	const newest = new Map<string, Date>();
	const versions = new Map<string, { until: Date; bytes: Uint8Array }[]>();
	const erased: string[] = [];
	const store: BlobStore = {
		...inner,
		async erase(key, instead) {
			erased.push(key);
			if (key.startsWith('prefixes/')) return inner.erase(key, instead);
			const older = versions.get(key) ?? [];
			if (instead !== 'itself' && (await inner.head(key)) !== undefined)
				older.push({ until: newest.get(key) ?? first, bytes: await readWhole(inner, key) });
			await inner.erase(key, instead);
			if (typeof instead === 'object') newest.set(key, new Date(clock().getTime() + lockMs));
			const held = older.filter(({ until }) => until > clock());
			versions.set(key, held);
			return held.map(({ until }) => until).sort((a, b) => Number(b) - Number(a))[0];
		},
	};
	return { store, erased, kept: (key) => (versions.get(key) ?? []).map(({ bytes }) => bytes) };
}
