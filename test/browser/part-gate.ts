import type { BlobStore } from '../../src/store/blob-store.ts';

/** Counts the parts that reach a store, and holds them up where a test wants it. */
export interface PartGate {
	/** Parts that the store took, as `object part`, in order. */
	readonly stored: string[];
	/** How many the store takes until the gate is opened. */
	readonly few: number;
	/** Lets `few` more parts in. */
	shut(few: number): void;
	open(): void;
	/** The store behind the gate. */
	before(store: BlobStore): BlobStore;
}

export function createPartGate(): PartGate {
	const stored: string[] = [];
	let few = Number.POSITIVE_INFINITY;
	let opened = Promise.resolve();
	let letIn = (): void => {};
	return {
		stored,
		get few() {
			return few;
		},
		shut(more) {
			few = stored.length + more;
			opened = new Promise((resolve) => {
				letIn = resolve;
			});
		},
		open() {
			few = Number.POSITIVE_INFINITY;
			letIn();
		},
		before: (store) => ({
			...store,
			async putPart(upload, index, bytes, options) {
				if (stored.length >= few) await opened;
				const token = await store.putPart(upload, index, bytes, options);
				stored.push(`${upload.key} ${index}`);
				return token;
			},
		}),
	};
}
