import { platform } from '#platform';
import { concat, equal } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import type { BlobBytes, BlobFacts } from '../blob-store.ts';
import { checkCount } from '../rules.ts';

/** Streams up to this size are gathered first, so that they can be sent again when the store fails. */
const GATHERED = 1024 * 1024;

/** A body on its way to the store. */
export interface SentBody {
	readonly bytes: Uint8Array | ReadableStream<Uint8Array>;
	/** Why the bytes themselves failed, if they did: then that is what went wrong, whatever the store says. */
	failure(): { reason: unknown } | undefined;
	/** Closes what was not read. */
	close(): void;
}

/**
 * Prepares bytes for sending. The promised size and SHA-256 are checked in passing and the last chunk is held back
 * until both are known to be right, so a wrong body ends too short for the store to keep. Throws `size-mismatch`,
 * `hash-mismatch` for bytes at hand.
 */
export async function prepareBody(bytes: BlobBytes, facts: BlobFacts): Promise<SentBody> {
	if (bytes instanceof Uint8Array) {
		for await (const _ of checked([bytes], facts));
		return atHand(bytes);
	}
	if (facts.size <= GATHERED) {
		const chunks: Uint8Array[] = [];
		for await (const chunk of checked(bytes, facts)) chunks.push(chunk);
		return atHand(concat(...chunks));
	}
	return streamed(checked(bytes, facts));
}

function atHand(bytes: Uint8Array): SentBody {
	return { bytes, failure: () => undefined, close: () => undefined };
}

function streamed(chunks: AsyncGenerator<Uint8Array>): SentBody {
	let failure: { reason: unknown } | undefined;
	const close = (): void => {
		// A source that does not close cannot be helped from here; the call has its own answer already.
		chunks.return(undefined).catch(() => undefined);
	};
	const bytes = new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				try {
					const { done, value } = await chunks.next();
					if (done) controller.close();
					else controller.enqueue(value);
				} catch (reason) {
					failure = { reason };
					throw reason;
				}
			},
			cancel: close,
		},
		{ highWaterMark: 0 },
	);
	return { bytes, failure: () => failure, close };
}

async function* checked(
	source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
	facts: BlobFacts,
): AsyncGenerator<Uint8Array, undefined> {
	const hash = facts.sha256 === undefined ? undefined : platform.createSha256();
	let came = 0;
	let held: Uint8Array | undefined;
	for await (const chunk of source) {
		if (chunk.length === 0) continue;
		came += chunk.length;
		if (came > facts.size) checkCount(came, facts.size);
		hash?.update(chunk);
		if (held !== undefined) yield held;
		held = chunk;
	}
	checkCount(came, facts.size);
	if (hash !== undefined && !equal(hash.digest(), facts.sha256 as Uint8Array)) {
		throw new CustosError('hash-mismatch', 'the bytes do not have the SHA-256 that was promised');
	}
	if (held !== undefined) yield held;
	return undefined;
}
