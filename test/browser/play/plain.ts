import { answerRange } from '../../../src/client/play/ranges.ts';

const PIECE = 256 * 1024;

/** The same server's plain files, for comparison: whole in memory, ranges answered to their end. */
export function servePlain(): { add(bytes: Uint8Array): string; answer(request: Request): Response | undefined } {
	const files = new Map<string, Uint8Array>();
	return {
		add(bytes) {
			const path = `/plain/${files.size}.mp4`;
			files.set(path, bytes);
			return path;
		},
		answer(request) {
			const bytes = files.get(new URL(request.url).pathname);
			if (bytes === undefined) return undefined;
			const { status, start, end, headers } = answerRange(request.headers.get('range'), bytes.length, bytes.length);
			return new Response(pieces(bytes.subarray(start, end)), {
				status,
				headers: { ...headers, 'content-type': 'video/mp4', 'cache-control': 'no-store' },
			});
		},
	};
}

/** As a file server sends it: as fast as it is taken, and no more of it in memory. */
function pieces(bytes: Uint8Array): ReadableStream<Uint8Array> {
	let at = 0;
	return new ReadableStream({
		pull(controller) {
			if (at >= bytes.length) return controller.close();
			controller.enqueue(bytes.slice(at, at + PIECE));
			at += PIECE;
		},
	});
}
