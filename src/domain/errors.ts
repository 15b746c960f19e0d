/** Every failure Custos can name. The API maps each code to one status (src/api/status.ts). */
export const errorCodes = [
	'bad-request', // the shape of what was sent is wrong
	'too-large', // larger than the limit the message names
	'unauthenticated', // no valid session, or the signature does not verify
	'clock-skew', // the signer's clock is too far from the notary's
	'not-found', // there is nothing here for this person
	'expunged', // it was here, and was destroyed for ever
	'conflict', // the same id was used for other bytes
	'stale', // the statement is too old, or its checkpoint is not in the log
	'denied', // policy refuses; the attempt is an entry
	'unapproved', // not enough stewards approved this
	'suspended', // the actor is suspended
	'hash-mismatch', // bytes do not have the hash that was promised
	'size-mismatch', // bytes do not have the size that was promised
	'damaged', // sealed bytes do not open: altered, cut or swapped
	'wrong-key', // no key at hand opens this
	'bad-key', // a key that is zero, small-order or malformed
	'bad-proof', // a receipt, proof, note or checkpoint does not verify
	'forked', // two signed views of the log exclude one another
	'outdated', // the archive shows an older state than its ledger holds
	'behind', // the database is older than the notary's saved head
	'exists', // create-if-absent found something there
	'range', // a byte range outside the object
	'unavailable', // a part of the system does not answer; try again
	'disk-full', // no space left
	'no-jail', // hostile files may only be opened in a jail and there is none
	'changed', // a file changed while it was read
	'unreadable', // a file cannot be read
	'tool-failed', // ffmpeg or ffprobe refused, crashed, or met a limit
	'limit', // a limit on time, memory or output was met
	'config', // a setting is missing or wrong
	'internal', // a defect in Custos
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** The one error class. `message` says what happened, to what, and what to do, and never holds a secret, a file name or a plaintext hash. */
export class CustosError extends Error {
	readonly code: ErrorCode;

	constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'CustosError';
		this.code = code;
	}
}

/** True if `error` is a CustosError, with this code if one is given. */
export function isCustosError(error: unknown, code?: ErrorCode): error is CustosError {
	return error instanceof CustosError && (code === undefined || error.code === code);
}
