import type { S3Client } from '@aws-sdk/client-s3';
import { CustosError, isCustosError } from '../../domain/errors.ts';
import { s3Failure } from './s3-errors.ts';
import type { SentBody } from './sent-body.ts';

/** One bucket, and how often it is asked. */
export interface Bucket {
	readonly client: S3Client;
	readonly name: string;
	readonly attempts: number;
	/** Before the second attempt; doubles each time, and a random part of it is left out. */
	readonly pauseMs: number;
	/** Whether the server honours `If-None-Match: *`; without, only this process keeps create-if-absent. */
	readonly conditional: boolean;
}

/**
 * Asks the store, again while it is `unavailable`, at most `attempts` times. A streamed body is sent once: it cannot be
 * read again. When the body fails by itself, its error is thrown as it is.
 */
export async function ask<T>(bucket: Bucket, send: () => Promise<T>, body?: SentBody): Promise<T> {
	const attempts = body?.bytes instanceof ReadableStream ? 1 : bucket.attempts;
	for (let attempt = 1; ; attempt++) {
		try {
			return await send();
		} catch (error) {
			body?.close();
			const own = body?.failure();
			if (own !== undefined) throw own.reason;
			const failure = s3Failure(error);
			if (failure.code !== 'unavailable' || attempt >= attempts) throw failure;
			await pause(bucket.pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
		}
	}
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Awaits an answer in which "there is nothing" is one. */
export async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
	try {
		return await answer;
	} catch (error) {
		if (isCustosError(error, 'not-found')) return undefined;
		throw error;
	}
}

/** What must be in an answer of the store. */
export function given<T>(value: T | undefined, what: string): T {
	if (value === undefined) throw new CustosError('unavailable', `the object store answered without ${what}`);
	return value;
}
