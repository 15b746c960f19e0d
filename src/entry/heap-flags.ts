/**
 * How V8 shall treat memory in a process that much ciphertext passes through. Bytes on their way lie outside its heap, and
 * by its own rules it would collect the whole heap for every 12 MiB of them: more than half of what receiving a large file
 * costs. So they count like the rest, the heap may grow to four times what lives between two collections (some 25 MiB),
 * and a small nursery lets go of young bytes early. A command on a person's own computer takes 30 in place of 300:
 * infra/bin/heap-flags.mjs, read before TypeScript can be, says why.
 */
export const heapFlags = [
	'--external-memory-accounted-in-global-limit',
	'--max-semi-space-size=2',
	'--heap-growing-percent=300',
];
