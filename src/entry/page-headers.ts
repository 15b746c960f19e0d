import { toBase64 } from '../domain/bytes.ts';
import { isPage } from '../web/addresses.ts';

/** What the build writes where the value of each page goes. */
const PLACEHOLDER = 'CUSTOS_NONCE';

/** What the page may not do even if something in it wanted to. */
const DENIED = [
	'accelerometer',
	'browsing-topics',
	'camera',
	'display-capture',
	'geolocation',
	'gyroscope',
	'hid',
	'idle-detection',
	'magnetometer',
	'microphone',
	'midi',
	'payment',
	'publickey-credentials-get',
	'serial',
	'usb',
	'xr-spatial-tracking',
];

/**
 * The rules of every answer of the review room: nothing but this archive's own files, no markup or script from text, no
 * frame around it. `nonce` admits the style sheets that the components write while they run, and nothing else.
 * `https`: the browser shall never again ask for this host in the clear.
 */
export function pageHeaders(options: { nonce?: string; https: boolean }): Record<string, string> {
	const policy = [
		"default-src 'none'",
		"script-src 'self' 'wasm-unsafe-eval'",
		`style-src 'self'${options.nonce === undefined ? '' : ` 'nonce-${options.nonce}'`}`,
		"img-src 'self' blob:",
		"media-src 'self' blob:",
		"font-src 'self'",
		"connect-src 'self'",
		"worker-src 'self'",
		"manifest-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
		"require-trusted-types-for 'script'",
		'trusted-types default',
	];
	return {
		'content-security-policy': policy.join('; '),
		'x-content-type-options': 'nosniff',
		'referrer-policy': 'no-referrer',
		'cross-origin-opener-policy': 'same-origin',
		'cross-origin-embedder-policy': 'require-corp',
		'cross-origin-resource-policy': 'same-origin',
		'permissions-policy': DENIED.map((feature) => `${feature}=()`).join(', '),
		'x-frame-options': 'DENY',
		'x-robots-tag': 'noindex, nofollow',
		...(options.https ? { 'strict-transport-security': 'max-age=31536000' } : {}),
	};
}

/**
 * The page with a value of its own, and its rules; never kept by anything on the way. 404 where the room has no page at
 * this address, which the page itself says too.
 */
export function freshPage(
	html: string,
	path: string,
	randomBytes: (size: number) => Uint8Array,
	https: boolean,
): Response {
	const nonce = toBase64(randomBytes(18));
	return new Response(html.replaceAll(PLACEHOLDER, nonce), {
		status: isPage(path) ? 200 : 404,
		headers: {
			...pageHeaders({ nonce, https }),
			'content-type': 'text/html; charset=utf-8',
			'cache-control': 'no-store',
		},
	});
}

/**
 * True for addresses that the room's page answers, with 404 where it has none: no file has them, as rooms and ids have no
 * dots. The page as it was built has one, and is never given out like that.
 */
export function isAddress(path: string): boolean {
	return path === '/index.html' || !(path.includes('.') || path.startsWith('/assets/'));
}

/** True for names that hold the hash of their content and may be kept for ever. */
export function isHashed(path: string): boolean {
	return path.startsWith('/assets/');
}
