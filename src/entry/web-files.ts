import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { platform } from '../domain/platform/node.ts';
import { freshPage, isAddress, isHashed, pageHeaders } from './page-headers.ts';

const TYPES: Readonly<Record<string, string>> = {
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.webp': 'image/webp',
	'.woff2': 'font/woff2',
	'.wasm': 'application/wasm',
	'.json': 'application/json',
	'.webmanifest': 'application/manifest+json',
	'.txt': 'text/plain; charset=utf-8',
	'.ttf': 'font/ttf',
	'.sh': 'text/plain; charset=utf-8',
};
const COMPRESSED = new Set(['.js', '.css', '.svg', '.wasm', '.json', '.ttf', '.txt']);

type Encoding = 'br' | 'gzip';
const compress: { readonly [E in Encoding]: (bytes: Uint8Array) => Promise<Buffer> } = {
	br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
	gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

interface WebFile {
	bytes: Uint8Array<ArrayBuffer>;
	type: string;
	compressed: Map<Encoding, Promise<Buffer>>;
}

/** Answers everything outside the API from the built room. */
export type WebFiles = (request: Request) => Promise<Response>;

/** Reads the built room into memory, a few megabytes. `https`: whether browsers reach it so. */
export async function openWebFiles(folder: string, options: { https: boolean }): Promise<WebFiles> {
	const files = new Map<string, WebFile>();
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const path = join(entry.parentPath, entry.name);
		const type = TYPES[extname(entry.name)] ?? 'application/octet-stream';
		files.set(`/${relative(folder, path)}`, {
			bytes: new Uint8Array(await readFile(path)),
			type,
			compressed: new Map(),
		});
	}
	const page = new TextDecoder().decode(files.get('/index.html')?.bytes);
	const { https } = options;
	const plain = (status: number, text: string, more: Record<string, string> = {}): Response =>
		new Response(text, {
			status,
			headers: {
				...pageHeaders({ https }),
				'content-type': 'text/plain; charset=utf-8',
				'cache-control': 'no-store',
				...more,
			},
		});

	return async function webFiles(request) {
		if (request.method !== 'GET' && request.method !== 'HEAD')
			return plain(405, 'pages are only read\n', { allow: 'GET, HEAD' });
		const { pathname } = new URL(request.url);
		const file = files.get(pathname);
		if (isAddress(pathname)) return freshPage(page, pathname, platform.randomBytes, https);
		if (file === undefined) return plain(404, 'there is no such file\n');
		const encoding = COMPRESSED.has(extname(pathname)) ? encodingOf(request) : undefined;
		const body = encoding === undefined ? file.bytes : await compressed(file, encoding);
		return new Response(new Uint8Array(body), {
			headers: {
				...pageHeaders({ https }),
				'content-type': file.type,
				'cache-control': isHashed(pathname) ? 'public, max-age=31536000, immutable' : 'no-cache',
				vary: 'accept-encoding',
				...(encoding === undefined ? {} : { 'content-encoding': encoding }),
			},
		});
	};
}

function encodingOf(request: Request): Encoding | undefined {
	const accepted = (request.headers.get('accept-encoding') ?? '').split(',').map((one) => one.trim().split(';')[0]);
	return (['br', 'gzip'] as const).find((one) => accepted.includes(one));
}

/** Compressed when first asked for, once. */
function compressed(file: WebFile, encoding: Encoding): Promise<Buffer> {
	const known = file.compressed.get(encoding) ?? compress[encoding](file.bytes);
	file.compressed.set(encoding, known);
	return known;
}

/** Everything under /v1 is the API's; the rest is the room's, where there is one. */
export function withWeb<Env>(
	api: (request: Request, env: Env) => Response | Promise<Response>,
	web: WebFiles | undefined,
): (request: Request, env: Env) => Response | Promise<Response> {
	if (web === undefined) return api;
	return (request, env) => (/^\/v1(\/|$)/.test(pathOf(request)) ? api(request, env) : web(request));
}

function pathOf(request: Request): string {
	const start = request.url.indexOf('/', request.url.indexOf('//') + 2);
	return request.url.slice(start);
}
