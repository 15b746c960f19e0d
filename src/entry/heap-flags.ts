/**
 * How V8 shall treat memory in a process that much ciphertext passes through. Bytes on their way lie outside its heap, and
 * by its own rules it would collect the whole heap for every 12 MiB of them: a third of what receiving a large file costs.
 * So they count like the rest, and a small nursery lets go of them early. infra/bin/custos.mjs has the same for `custos`.
 */
export const heapFlags = ['--external-memory-accounted-in-global-limit', '--max-semi-space-size=2'];
