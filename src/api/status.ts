import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorCode } from '../domain/errors.ts';

/** The one table of codes and HTTP statuses. */
export const statusOf: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
	'bad-request': 400,
	'too-large': 413,
	unauthenticated: 401,
	'clock-skew': 401,
	'not-found': 404,
	conflict: 409,
	stale: 409,
	denied: 403,
	suspended: 403,
	'hash-mismatch': 422,
	'size-mismatch': 422,
	damaged: 500,
	'wrong-key': 422,
	'bad-key': 422,
	'bad-proof': 422,
	forked: 409,
	behind: 503,
	exists: 409,
	range: 416,
	unavailable: 503,
	'disk-full': 507,
	'no-jail': 500,
	changed: 409,
	unreadable: 500,
	'tool-failed': 500,
	limit: 429,
	config: 500,
	internal: 500,
};
