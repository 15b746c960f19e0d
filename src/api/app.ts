import { Hono } from 'hono';
import type { Context as AppContext } from '../app/context.ts';
import { diskFault, isOutage } from '../app/outage.ts';
import { signedTime } from '../app/read.ts';
import { personOf } from '../app/session.ts';
import { toHex } from '../domain/bytes.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import type { ApiEnv } from './env.ts';
import { objectRoutes } from './routes/objects.ts';
import { openRoutes } from './routes/open.ts';
import { readRoutes } from './routes/read.ts';
import { statementRoutes } from './routes/statements.ts';
import { workRoutes } from './routes/work.ts';
import { statusOf } from './status.ts';

/** One line a request that failed on our side: a code and an id, never what was asked or sent. */
export type Log = (line: string) => void;

/** A body may take as long as its line needs, but not be silent for longer: what it holds is needed by whoever sends it again. */
const SILENT_MS = 2 * 60_000;

/** On every answer, whatever it is. */
const SECURE = Object.entries({
	'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
	'cross-origin-resource-policy': 'same-origin',
});

/**
 * The API: stateless, many copies, nothing secret. Everything under /v1 but a few open routes needs a session.
 * Errors are `{code, message}`; a defect gives a code and a request id, never its message. A full or broken disk is told
 * to those who ask and, in a line of the log, to the operator.
 */
export function createApi(app: AppContext, log: Log, { silentMs = SILENT_MS } = {}) {
	const api = new Hono<ApiEnv>();
	const sayOfDisk = nowAndThen(log, () => app.now().getTime());

	api.use(async function secure(c, next) {
		c.set('app', app);
		c.set('silentMs', silentMs);
		await next();
		// On the headers themselves: `c.header` makes the whole answer anew each time.
		for (const [name, value] of SECURE) c.res.headers.set(name, value);
		// What never changes says so itself.
		if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
	});

	// Browsers say who asks. No other site has business here, not even with what needs no session.
	api.use(async function ownSite(c, next) {
		const site = c.req.header('sec-fetch-site');
		if (site !== undefined && site !== 'same-origin' && site !== 'none')
			throw new CustosError('denied', 'another site asks through a browser: only the archive’s own page may');
		await next();
	});

	api.onError(async (error, c) => {
		const away = new CustosError('unavailable', 'a part of the archive is just starting: try again in a moment');
		const disk = diskFault(error);
		const known = disk ?? (isCustosError(error) ? error : isOutage(error) ? away : undefined);
		const code = known?.code ?? 'internal';
		const status = statusOf[code];
		if (disk !== undefined) {
			const advice = code === 'disk-full' ? 'make room on it, nothing is lost' : 'see whether it is sound';
			sayOfDisk(printable(`a disk of the archive needs you: ${disk.message}: ${advice}`));
		}
		if (status < 500 || code === 'unavailable' || code === 'disk-full' || code === 'behind') {
			const time = code === 'clock-skew' ? { time: await signedTime(app) } : {};
			return c.json({ code, message: known?.message ?? '', ...time }, status);
		}
		const request = toHex(app.randomBytes(8));
		log(printable(`request ${request} failed: ${code}: ${known?.message ?? error.name} ${place(error)}`));
		return c.json({ code, message: `something went wrong in the archive; it is in its log as ${request}` }, status);
	});
	api.notFound((c) => c.json({ code: 'not-found', message: 'there is nothing here for you' }, 404));

	const closed = new Hono<ApiEnv>();
	closed.use(async function authenticate(c, next) {
		const token = /^Bearer ([0-9a-f]{64})$/.exec(c.req.header('authorization') ?? '')?.[1];
		if (token === undefined) throw new CustosError('unauthenticated', 'sign in first');
		c.set('person', await personOf(app, token));
		await next();
	});

	return api
		.route('/v1', openRoutes)
		.route(
			'/v1',
			closed.route('/', statementRoutes).route('/', readRoutes).route('/', objectRoutes).route('/', workRoutes),
		);
}

export type AppType = ReturnType<typeof createApi>;

/** Every request meets the same full disk: one line says as much as a thousand, which would fill it up further. */
const SAID_EVERY_MS = 60_000;

/** Lets the same line pass once a minute. */
function nowAndThen(log: Log, nowMs: () => number): Log {
	const said = new Map<string, number>();
	return (line) => {
		const now = nowMs();
		if (Math.abs(now - (said.get(line) ?? Number.NEGATIVE_INFINITY)) < SAID_EVERY_MS) return;
		said.set(line, now);
		log(line);
	};
}

/** One line, whatever the message was made of. */
function printable(line: string): string {
	return line.replaceAll(/[^\x20-\x7e]/g, '?');
}

/** The first place in our own code, so that a defect can be found without its message. */
function place(error: Error): string {
	return /\(?(?:file:\/\/)?[^\s()]*\/((?:src|workers)\/[^\s()]+)/.exec(error.stack ?? '')?.[1] ?? '';
}
