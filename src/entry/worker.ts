import { createApi } from '../api/app.ts';
import { createOutcomes } from '../app/outcomes.ts';
import { assertDurable, connect } from '../db/connect.ts';
import { isCustosError } from '../domain/errors.ts';
import { platform } from '../domain/platform/web.ts';
import type { BlobStore } from '../store/blob-store.ts';
import { openBucket } from './bucket.ts';
import { type ApiConfig, apiConfig } from './config.ts';

/** What wrangler.toml binds: Hyperdrive in front of PostgreSQL, and the S3_… settings of src/entry/config.ts. */
interface Bindings {
	readonly HYPERDRIVE: { readonly connectionString: string };
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

/**
 * The API on Cloudflare Workers. A connection belongs to the request that opened it: no request may use another's, so
 * each takes its own from Hyperdrive, which keeps the real ones.
 */
export default {
	async fetch(request: Request, env: Bindings, execution: Execution): Promise<Response> {
		const config = apiConfig({ ...env, DATABASE_URL: env.HYPERDRIVE.connectionString });
		const { db, pool } = connect(config.DATABASE_URL, { max: 4, onLost: () => log('a database connection was lost') });
		try {
			if (!durable) {
				await assertDurable(pool);
				durable = true;
			}
			const app = {
				db,
				store: bucket(config, execution),
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
