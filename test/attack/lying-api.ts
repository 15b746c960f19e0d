import { type Live, listen } from '../system/live.ts';

/** Changes an answer on its way: gets the path and the JSON, gives what the client shall see. */
export type Lie = (path: string, body: never) => unknown;

export type Instead = (path: string) => string;

interface Told {
	lie?: Lie | undefined;
	instead?: Instead | undefined;
}

/** Something between a client and the API that changes answers as it is told. */
export interface LyingApi {
	server: string;
	/** What to say from now on; undefined for the truth. */
	lie: Lie | undefined;
	/** Which path is answered in the place of the one that was asked for; undefined for itself. */
	instead: Instead | undefined;
	close(): Promise<void>;
}

/** Passes requests on to `server`, and tells the answers as `lying` says at that moment. */
export function lyingFetch(server: string, lying: Told): (request: Request) => Promise<Response> {
	return async (request) => {
		const url = new URL(request.url);
		const headers = new Headers(request.headers);
		// Without `accept` a list comes as JSON, which is easier to bend.
		for (const name of ['host', 'connection', 'content-length', 'transfer-encoding', 'accept']) headers.delete(name);
		const body = request.method === 'GET' ? {} : { body: await request.arrayBuffer() };
		const path = lying.instead?.(url.pathname) ?? url.pathname;
		const response = await fetch(server + path + url.search, { method: request.method, headers, ...body });
		const bytes = await response.arrayBuffer();
		const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
		const { lie } = lying;
		const kept = [...response.headers].filter(([name]) => name === 'custos-next' || name === 'content-range');
		const more = { headers: kept };
		if (!isJson || lie === undefined) return new Response(bytes, { status: response.status, ...more });
		const truth: unknown = JSON.parse(Buffer.from(bytes).toString());
		const said = lie(url.pathname, truth as never);
		// A lie in the place of a refusal is told as an answer.
		return Response.json(said, { status: said === truth ? response.status : 200, ...more });
	};
}

export async function startLyingApi(live: Live): Promise<LyingApi> {
	const told: Told = {};
	const { http, server } = await listen(lyingFetch(live.server, told));
	return {
		server,
		get lie() {
			return told.lie;
		},
		set lie(lie) {
			told.lie = lie;
		},
		get instead() {
			return told.instead;
		},
		set instead(instead) {
			told.instead = instead;
		},
		close: () =>
			new Promise((resolve) => {
				http.close(() => resolve());
				if ('closeAllConnections' in http) http.closeAllConnections();
			}),
	};
}
