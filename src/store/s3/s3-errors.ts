import { CustosError, type ErrorCode } from '../../domain/errors.ts';

/** S3's own names of errors, where the status alone says too little. */
const BY_NAME: Readonly<Record<string, ErrorCode>> = {
	NoSuchBucket: 'config',
	InvalidPart: 'size-mismatch',
	InvalidPartOrder: 'size-mismatch',
	EntityTooSmall: 'bad-request',
	EntityTooLarge: 'too-large',
	QuotaExceeded: 'disk-full',
	XMinioStorageFull: 'disk-full',
	RequestTimeTooSkewed: 'unavailable',
	// The bytes were changed or cut on their way to the store.
	XAmzContentSHA256Mismatch: 'unavailable',
	BadDigest: 'unavailable',
	IncompleteBody: 'unavailable',
	RequestTimeout: 'unavailable',
};

const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
	400: 'config',
	401: 'config',
	405: 'config',
	501: 'config',
	403: 'config',
	404: 'not-found',
	412: 'exists',
	416: 'range',
	507: 'disk-full',
};

const MESSAGES: Partial<Record<ErrorCode, string>> = {
	config: 'the object store refuses: check its address, bucket, keys and their rights',
	'not-found': 'there is nothing under this key, or the upload is unknown, completed or aborted',
	exists: 'there is already an object under this key',
	range: 'the bytes asked for are outside the object',
	'disk-full': 'the object store has no space left',
	'size-mismatch': 'a part is not there, or is another one',
	'bad-request': 'the object store takes no parts below 5 MiB, except the last',
	'too-large': 'the object store does not take an object of this size at once',
};

/** The CustosError for what an S3 answered, or for its silence: everything not known to be final is `unavailable`. */
export function s3Failure(error: unknown): CustosError {
	if (error instanceof CustosError) return error;
	const status = statusOf(error);
	const code = BY_NAME[nameOf(error)] ?? BY_STATUS[status ?? 0] ?? 'unavailable';
	const message = MESSAGES[code] ?? `the object store does not answer as it should (${status ?? 'no answer'})`;
	return new CustosError(code, message, { cause: error });
}

function nameOf(error: unknown): string {
	return error instanceof Error ? error.name : '';
}

function statusOf(error: unknown): number | undefined {
	if (typeof error !== 'object' || error === null || !('$metadata' in error)) return undefined;
	const facts: unknown = error.$metadata;
	if (typeof facts !== 'object' || facts === null || !('httpStatusCode' in facts)) return undefined;
	return typeof facts.httpStatusCode === 'number' ? facts.httpStatusCode : undefined;
}
