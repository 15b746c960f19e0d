import type { S3Client } from '@aws-sdk/client-s3';

type Handler = S3Client['config']['requestHandler'];
type Request = Parameters<Handler['handle']>[0];

/** A body sent without any progress for this many bytes a second counts as stalled. */
const FLOOR_RATE = 1024 * 1024;

/**
 * Sends the SDK's requests by `fetch`, which Node and Workers both have. A request is aborted when nothing moves for
 * `stallMs`: no chunk of a streamed body is taken, no answer comes, or no chunk of the answer.
 */
export function createFetchHandler(stallMs: number): Handler {
	return {
		metadata: { handlerProtocol: 'http/1.1' },
		destroy: () => undefined,
		updateHttpClientConfig: () => undefined,
		httpHandlerConfigs: () => ({}),

		async handle(request) {
			const abort = new AbortController();
			const sending = createWatch(abort, stallMs);
			const headers = new Headers(request.headers);
			headers.delete('host');
			const init: RequestInit & { duplex?: 'half' } = {
				method: request.method,
				headers,
				signal: abort.signal,
				redirect: 'manual',
			};
			const body = outgoing(request, sending);
			if (body !== undefined) {
				init.body = body;
				init.duplex = 'half';
			}
			sending.start(body instanceof Uint8Array ? (1000 * body.length) / FLOOR_RATE : 0);
			try {
				const answer = await fetch(urlOf(request), init);
				return {
					response: {
						statusCode: answer.status,
						reason: answer.statusText,
						headers: Object.fromEntries(answer.headers),
						body: answer.body === null ? new Uint8Array() : incoming(answer.body, createWatch(abort, stallMs)),
					},
				};
			} finally {
				sending.end();
			}
		},
	};
}

interface Watch {
	/** Aborts unless started again, paused or ended within the stall time and `extraMs`. */
	start(extraMs?: number): void;
	pause(): void;
	/** From now on `start` does nothing. */
	end(): void;
}

function createWatch(abort: AbortController, stallMs: number): Watch {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let ended = false;
	const pause = (): void => clearTimeout(timer);
	return {
		pause,
		start(extraMs = 0) {
			pause();
			if (ended) return;
			timer = setTimeout(() => abort.abort(new Error(`nothing moved for ${stallMs} ms`)), stallMs + extraMs);
		},
		end() {
			ended = true;
			pause();
		},
	};
}

function outgoing(request: Request, watch: Watch): BodyInit | undefined {
	const body: unknown = request.body;
	if (request.method === 'GET' || request.method === 'HEAD') return undefined;
	if (body instanceof ReadableStream) return fixedLength(sent(body, watch), request.headers['content-length']);
	if (typeof body === 'string' || body instanceof Uint8Array) return body as BodyInit;
	return undefined;
}

/** Workers send a stream in chunked encoding, which S3 refuses, unless it is of a known length; Node goes by the header. */
function fixedLength(body: ReadableStream<Uint8Array>, length: string | undefined): ReadableStream<Uint8Array> {
	const Fixed = (globalThis as { FixedLengthStream?: new (length: number) => TransformStream<Uint8Array, Uint8Array> })
		.FixedLengthStream;
	return Fixed === undefined || length === undefined ? body : body.pipeThrough(new Fixed(Number(length)));
}

/** The same stream; each chunk taken starts the watch anew. It goes on after the last one: the answer is still to come. */
function sent(body: ReadableStream<Uint8Array>, watch: Watch): ReadableStream<Uint8Array> {
	return through(body, (read) => {
		watch.start();
		return read();
	});
}

/** The same stream, watched while it is asked for a chunk, not while its reader is busy with the last one. */
function incoming(body: ReadableStream<Uint8Array>, watch: Watch): ReadableStream<Uint8Array> {
	return through(body, async (read) => {
		watch.start();
		try {
			return await read();
		} finally {
			watch.pause();
		}
	});
}

type Read = () => Promise<ReadableStreamReadResult<Uint8Array>>;

function through(
	body: ReadableStream<Uint8Array>,
	around: (read: Read) => ReturnType<Read>,
): ReadableStream<Uint8Array> {
	const reader = body.getReader();
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const { done, value } = await around(() => reader.read());
				if (done) controller.close();
				else controller.enqueue(value);
			},
			cancel: (reason) => reader.cancel(reason),
		},
		{ highWaterMark: 0 },
	);
}

function urlOf(request: Request): string {
	const query = Object.entries(request.query ?? {}).flatMap(([name, value]) => {
		const values = Array.isArray(value) ? value : [value];
		return values.map((each) => (each === null ? escapeUri(name) : `${escapeUri(name)}=${escapeUri(each)}`));
	});
	const port = request.port === undefined ? '' : `:${request.port}`;
	const search = query.length === 0 ? '' : `?${query.join('&')}`;
	return `${request.protocol}//${request.hostname}${port}${request.path}${search}`;
}

/** RFC 3986, as the signature counts it. */
function escapeUri(text: string): string {
	return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
