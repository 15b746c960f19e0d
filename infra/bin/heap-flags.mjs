/**
 * How V8 shall treat memory in a command on a person's own computer; src/entry/heap-flags.ts says why for the archive's
 * processes. There the heap grows by 300 per cent between collections, here by 30: what a cipher gives back is garbage at
 * once, and a laptop has less memory than time.
 */
export const heapFlags = [
	'--external-memory-accounted-in-global-limit',
	'--max-semi-space-size=2',
	'--heap-growing-percent=30',
];
