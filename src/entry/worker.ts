import { createApi } from '../api/app.ts';
import { noteNotFound } from '../app/not-found.ts';
import { createOutcomes } from '../app/outcomes.ts';
import { assertDurable, connect } from '../db/connect.ts';
import { isCustosError } from '../domain/errors.ts';
import { platform } from '../domain/platform/web.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { pairedStore } from '../store/paired-store.ts';
import { openBucket, openSecondBucket } from './bucket.ts';
import { type ApiConfig, apiConfig } from './config.ts';
import { freshPage, isAddress, isHashed, pageHeaders } from './page-headers.ts';

/** What wrangler.toml binds: Hyperdrive in front of PostgreSQL, and the S3_… settings of src/entry/config.ts. */
interface Bindings {
	readonly HYPERDRIVE: { readonly connectionString: string };
	/** The built review room. */
	readonly ASSETS: { fetch(request: Request): Promise<Response> };
	readonly [setting: string]: unknown;
}

/** The one thing used of the execution context: work that goes on after the answer. */
interface Execution {
	waitUntil(work: Promise<unknown>): void;
}

const log = (line: string): void => console.error(`api: ${line.replaceAll(/[^\x20-\x7e]/g, '?')}`);

let store: BlobStore | undefined;
let durable = false;

/** One bucket for the life of this isolate; its check goes on even if the request that came first is given up. */
function bucket(config: ApiConfig, execution: Execution): BlobStore {
	if (store !== undefined) return store;
	const opened = openBucket(config);
	execution.waitUntil(opened.check().catch((error: Error) => log(`the bucket cannot be used: ${error.message}`)));
	store = opened;
	return opened;
}

/** A page or a file of the review room, under the same rules as the Node entry gives them. */
async function room(request: Request, assets: Bindings['ASSETS']): Promise<Response> {
	const url = new URL(request.url);
	if (request.method === 'GET' && isAddress(url.pathname)) {
		const page = await assets.fetch(new Request(new URL('/index.html', url)));
		return freshPage(await page.text(), url.pathname, platform.randomBytes, true);
	}
	const file = await assets.fetch(request);
	const headers = new Headers(file.headers);
	for (const [name, value] of Object.entries(pageHeaders({ https: true }))) headers.set(name, value);
	if (file.ok)
		headers.set('cache-control', isHashed(url.pathname) ? 'public, max-age=31536000, immutable' : 'no-cache');
	return new Response(file.body, { status: file.status, headers });
}

/**
 * The API on Cloudflare Workers. A connection belongs to the request that opened it: no request may use another's, so
 * each takes its own from Hyperdrive, which keeps the real ones.
 */
export default {
	async fetch(request: Request, env: Bindings, execution: Execution): Promise<Response> {
		if (!/^\/v1(\/|$)/.test(new URL(request.url).pathname)) return room(request, env.ASSETS);
		const config = apiConfig({ ...env, DATABASE_URL: env.HYPERDRIVE.connectionString });
		const { db, pool } = connect(config.DATABASE_URL, { max: 4, onLost: () => log('a database connection was lost') });
		try {
			if (!durable) {
				await assertDurable(pool);
				durable = true;
			}
			const app = {
				db,
				store: pairedStore(bucket(config, execution), {
					second: openSecondBucket(config),
					onMissing: (key) => noteNotFound(db, key),
				}),
				outcomes: createOutcomes(db),
				now: () => new Date(),
				randomBytes: platform.randomBytes,
			};
			return await createApi(app, log).fetch(request);
		} catch (error) {
			log(isCustosError(error) ? `${error.code}: ${error.message}` : 'the database cannot be reached');
			return Response.json({ code: 'unavailable', message: 'the archive cannot work now' }, { status: 503 });
		} finally {
			execution.waitUntil(pool.end());
		}
	},
};
