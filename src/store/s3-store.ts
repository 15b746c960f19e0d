import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { platform } from '#platform';
import { toHex, utf8 } from '../domain/bytes.ts';
import { CustosError, isCustosError } from '../domain/errors.ts';
import type { BlobStore } from './blob-store.ts';
import { createLocks } from './lock.ts';
import { checkCount, checkKey, checkSize, countParts, placePart } from './rules.ts';
import { ask, type Bucket } from './s3/bucket.ts';
import { eraseObject } from './s3/erase.ts';
import { createFetchHandler } from './s3/fetch-handler.ts';
import { headObject, listObjects, putObject, readObject } from './s3/objects.ts';
import { prepareBody } from './s3/sent-body.ts';
import { abortUpload, beginUpload, completeUpload, deleteObject, knowsUpload, sendPart } from './s3/uploads.ts';

const MAX_PUT = 5 * 1024 ** 3;
const MIN_PART = 5 * 1024 ** 2;

/** Where the bucket is, and how patient to be. */
export interface S3StoreOptions {
	endpoint: string;
	region?: string;
	bucket: string;
	accessKey: string;
	secretKey: string;
	/** `https://host/bucket/key` instead of `https://bucket.host/key`. Default true. */
	pathStyle?: boolean;
	/**
	 * Whether the server honours `If-None-Match: *` on put (AWS, R2, MinIO, Ceph do). Default true, and proven before
	 * the first write. With false only this process keeps two writers from one key: run one.
	 */
	conditionalWrites?: boolean;
	/** Attempts per request while the store is unavailable. Default 4. */
	attempts?: number;
	/** Before the second attempt, in ms, doubling. Default 200. */
	pauseMs?: number;
	/** A request in which nothing moves for so long is given up, in ms. Default 30,000. */
	stallMs?: number;
}

/** Objects in a bucket of any S3. */
export interface S3Store extends BlobStore {
	/** To be called at start. Rejects `config` if the bucket is not there, not ours, or does not honour conditions; `unavailable`. */
	check(): Promise<void>;
}

/**
 * A store in a bucket. Unfinished uploads stay until they are aborted: let the bucket's lifecycle rule abort those of
 * 30 days (AbortIncompleteMultipartUpload).
 */
export function createS3Store(options: S3StoreOptions): S3Store {
	const bucket: Bucket = {
		client: createClient(options),
		name: options.bucket,
		attempts: options.attempts ?? 4,
		pauseMs: options.pauseMs ?? 200,
		conditional: options.conditionalWrites ?? true,
	};
	const locks = createLocks();
	let proof: Promise<void> | undefined;

	/** Shows once that a condition is honoured; a failure is tried again by the next call. */
	function proveConditions(): Promise<void> {
		if (!bucket.conditional) return Promise.resolve();
		if (proof === undefined) {
			const proving = probe(bucket);
			proof = proving;
			proving.catch(() => {
				proof = undefined;
			});
		}
		return proof;
	}

	/** One writer of a key at a time where the server cannot tell two apart. */
	function alone<T>(key: string, work: () => Promise<T>): Promise<T> {
		return bucket.conditional ? work() : locks.exclusive(key, work);
	}

	return Object.freeze<S3Store>({
		async check() {
			await ask(bucket, () => bucket.client.send(new HeadBucketCommand({ Bucket: bucket.name }))).catch((error) => {
				if (!isCustosError(error, 'not-found')) throw error;
				throw new CustosError('config', 'there is no such bucket at the object store', { cause: error });
			});
			await proveConditions();
		},

		async put(key, bytes, facts) {
			checkKey(key);
			checkSize(facts.size, 'size');
			if (facts.size > MAX_PUT) throw new CustosError('too-large', 'objects above 5 GiB go in parts');
			await proveConditions();
			const body = await prepareBody(bytes, facts);
			await alone(key, () => putObject(bucket, key, body, facts, newWrite()));
		},

		async begin(key, upload) {
			checkKey(key);
			if (countParts(upload) > 1 && upload.partSize < MIN_PART) {
				throw new CustosError('bad-request', 'the object store takes no parts below 5 MiB, except the last');
			}
			await proveConditions();
			return beginUpload(bucket, key, newWrite());
		},

		async putPart(upload, index, bytes, facts) {
			checkKey(upload.key);
			checkCount(facts.size, placePart(upload, index).size);
			return sendPart(bucket, upload, index, await prepareBody(bytes, facts), facts);
		},

		async complete(upload, tokens) {
			checkKey(upload.key);
			await proveConditions();
			await alone(upload.key, () => completeUpload(bucket, upload, tokens));
		},

		knows: (upload) => knowsUpload(bucket, upload),

		abort: (upload) => abortUpload(bucket, upload),

		async read(key, range) {
			checkKey(key);
			return readObject(bucket, key, range);
		},

		async head(key) {
			checkKey(key);
			const there = await headObject(bucket, key);
			return there === undefined ? undefined : { size: there.size };
		},

		list: (prefix) => listObjects(bucket, prefix),

		async delete(key) {
			checkKey(key);
			await deleteObject(bucket, key);
		},

		async erase(key, instead) {
			checkKey(key);
			if (instead === undefined || instead === 'itself') return eraseObject(bucket, key, instead);
			checkSize(instead.size, 'size');
			if (instead.size > MAX_PUT) throw new CustosError('too-large', 'objects above 5 GiB go in parts');
			const body = await prepareBody(instead.bytes, { size: instead.size });
			return eraseObject(bucket, key, { body, size: instead.size, write: newWrite() });
		},
	});
}

function createClient(options: S3StoreOptions): S3Client {
	return new S3Client({
		endpoint: options.endpoint,
		region: options.region ?? 'us-east-1',
		credentials: { accessKeyId: options.accessKey, secretAccessKey: options.secretKey },
		forcePathStyle: options.pathStyle ?? true,
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		requestHandler: createFetchHandler(options.stallMs ?? 30_000),
		// Attempts are counted in one place, `ask`; `Expect: 100-continue` is nothing fetch can send.
		maxAttempts: 1,
		expectContinueHeader: false,
		// The SDK would else warn on the console.
		logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
	});
}

/** The name of one write, in the metadata of the object it makes. */
function newWrite(): string {
	return toHex(platform.randomBytes(16));
}

/** Writes one small object twice under a condition; the second must be refused. */
async function probe(bucket: Bucket): Promise<void> {
	const bytes = utf8('custos');
	const facts = { size: bytes.length };
	for (let round = 0; round < 2; round++) {
		try {
			await putObject(bucket, '.probe/if-none-match', await prepareBody(bytes, facts), facts, newWrite());
		} catch (error) {
			if (isCustosError(error, 'exists')) return;
			throw error;
		}
	}
	throw new CustosError(
		'config',
		'this object store ignores If-None-Match: one writer could overwrite another. Set conditionalWrites to false only if there is one writer',
	);
}
