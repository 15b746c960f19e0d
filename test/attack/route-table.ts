import type { Connection } from '../../src/client/connection.ts';
import { toBase64 } from '../../src/domain/bytes.ts';
import { newId } from '../../src/domain/ids.ts';
import { platform } from '../../src/domain/platform/node.ts';
import { timeRequest } from '../../src/domain/time/time-request.ts';
import { bodyHeaders } from '../system/live/deposit.ts';
import { request } from '../system/live/raw.ts';
import type { Live } from '../system/live.ts';

/** Everyone who may come to the API. Those of `members` are or were in the case; the others never were. */
export const visitors = [
	'nobody',
	'stranger',
	'outsider',
	'otherLead',
	'removed',
	'suspended',
	'steward',
	'auditor',
	'worker',
	'reader',
	'editor',
	'lead',
] as const;
export type Visitor = (typeof visitors)[number];

/** What a request is aimed at: something that is there, or ids that nothing has. */
export interface Target {
	live: Live;
	case: string;
	item: string;
	/** An upload in parts that the editor has just begun. */
	upload: () => Promise<string>;
	/** The id of a statement of the editor. */
	statement: string;
}

export interface Sent {
	path: string;
	json?: unknown;
	body?: Uint8Array;
	headers?: Record<string, string>;
}

/** One route: how to ask it, and for whom there is something there. `anyone`: with a session; `open`: also without. */
export interface Row {
	ask: (target: Target) => Sent | Promise<Sent>;
	may: readonly Visitor[] | 'anyone' | 'open';
}

const members: readonly Visitor[] = ['reader', 'editor', 'lead'];
const readers: readonly Visitor[] = [...members, 'worker', 'auditor'];
const depositors: readonly Visitor[] = ['editor', 'lead', 'worker'];
const bytes = platform.randomBytes(32);
const id = (): string => newId(platform.randomBytes);

const inCase = (rest: string, may: Row['may'], json?: (target: Target) => unknown): Row => ({
	ask: (target) => ({ path: `/v1/cases/${target.case}${rest}`, ...(json === undefined ? {} : { json: json(target) }) }),
	may,
});
const onItem = (rest: string): Row => ({ ask: ({ item }) => ({ path: `/v1/items/${item}${rest}` }), may: readers });
const at = (path: string, may: Row['may']): Row => ({ ask: () => ({ path }), may });
const work = (path: string): Row => ({ ask: ({ item }) => ({ path, json: { items: [item] } }), may: ['worker'] });

/** A time request in order, for an authority that no archive asks. */
export const unknownAuthority = (): { authority: string; request: string } => ({
	authority: 'https://time.example',
	request: toBase64(timeRequest(bytes, platform.randomBytes(8))),
});

/** Every route of the API, by method and pattern. */
export const table: Readonly<Record<string, Row>> = {
	'GET /v1/archive': at('/v1/archive', 'open'),
	'GET /v1/log/consistency': at('/v1/log/consistency?from=1', 'open'),
	'GET /v1/log/times': at('/v1/log/times?index=0', 'open'),
	'GET /v1/copies': at('/v1/copies', 'anyone'),
	'GET /v1/times': at('/v1/times', 'anyone'),
	'POST /v1/times': { ask: () => ({ path: '/v1/times', json: unknownAuthority() }), may: [] },
	'GET /v1/log/checkpoint': at('/v1/log/checkpoint', 'open'),
	'GET /v1/log/tile/*': at('/v1/log/tile/entries/000.p/1', 'open'),
	'POST /v1/session': {
		ask: () => ({
			path: '/v1/session',
			json: { origin: 'x', actor: 'ab'.repeat(32), nonce: id(), time: new Date(0).toISOString(), signature: '' },
		}),
		may: 'open',
	},
	'POST /v1/joins': { ask: () => ({ path: '/v1/joins', json: {} }), may: 'open' },
	'POST /v1/founding': { ask: () => ({ path: '/v1/founding', json: {} }), may: 'open' },
	'GET /v1/cards/:card': at(`/v1/cards/${'ab'.repeat(32)}`, 'open'),
	'POST /v1/cards/use': { ask: () => ({ path: '/v1/cards/use', json: {} }), may: 'open' },
	'POST /v1/statements': { ask: () => ({ path: '/v1/statements', json: { statements: [] } }), may: 'anyone' },
	'GET /v1/receipts/:id': { ask: ({ statement }) => ({ path: `/v1/receipts/${statement}` }), may: ['editor'] },
	'GET /v1/people': at('/v1/people', 'anyone'),
	'POST /v1/counts': {
		ask: ({ item }) => ({ path: '/v1/counts', json: { nonce: id(), subjects: [{ kind: 'item', id: item }] } }),
		may: readers,
	},
	'GET /v1/witnesses': at('/v1/witnesses', 'anyone'),
	'GET /v1/epoch': at('/v1/epoch', 'anyone'),
	'GET /v1/cases': at('/v1/cases', 'anyone'),
	'GET /v1/joins': at('/v1/joins', ['steward']),
	'GET /v1/log/entries': at('/v1/log/entries?from=0', ['steward', 'auditor']),
	'GET /v1/cases/:case': inCase('', [...members, 'worker']),
	'GET /v1/cases/:case/members': inCase('/members', members),
	'GET /v1/cases/:case/items': inCase('/items', members),
	'GET /v1/cases/:case/counts': inCase('/counts', members),
	'POST /v1/cases/:case/states': inCase('/states', members, ({ item }) => ({ items: [item] })),
	'GET /v1/cases/:case/history': inCase('/history', members),
	'GET /v1/cases/:case/marks': inCase('/marks', members),
	'GET /v1/cases/:case/watched': inCase('/watched', members),
	'GET /v1/cases/:case/expunged': inCase('/expunged', members),
	'GET /v1/items/:item/left': { ask: ({ item }) => ({ path: `/v1/items/${item}/left` }), may: ['steward'] },
	// Of one that is there nothing is told by this.
	'GET /v1/items/:item/remains': { ask: ({ item }) => ({ path: `/v1/items/${item}/remains` }), may: [] },
	'GET /v1/items/:item': onItem(''),
	'GET /v1/items/:item/history': onItem('/history'),
	'PUT /v1/items/:item/sealed/:part/doubted': {
		ask: ({ item }) => ({ path: `/v1/items/${item}/sealed/original/doubted` }),
		may: readers,
	},
	'GET /v1/items/:item/sealed/:part': onItem('/sealed/original'),
	'GET /v1/items/:item/sealed/:part/body': onItem('/sealed/original/body'),
	'PUT /v1/objects/:object': {
		ask: (target) => ({ path: `/v1/objects/${id()}?case=${target.case}`, body: bytes, headers: bodyHeaders(bytes) }),
		may: depositors,
	},
	'POST /v1/uploads': {
		ask: (target) => ({ path: '/v1/uploads', json: { object: id(), case: target.case, size: 32, partSize: 65_536 } }),
		may: depositors,
	},
	'PUT /v1/uploads/:object/parts/:part': {
		ask: async ({ upload }) => ({
			path: `/v1/uploads/${await upload()}/parts/0`,
			body: bytes,
			headers: bodyHeaders(bytes),
		}),
		may: ['editor'],
	},
	'POST /v1/uploads/:object/complete': {
		ask: async (target) => {
			const object = await target.upload();
			await putPart(target.live, object);
			return { path: `/v1/uploads/${object}/complete` };
		},
		may: ['editor'],
	},
	'DELETE /v1/uploads/:object': {
		ask: async ({ upload }) => ({ path: `/v1/uploads/${await upload()}` }),
		may: ['editor'],
	},
	'POST /v1/work/take': {
		ask: () => ({ path: '/v1/work/take', json: { limit: 1, examine: true, epochs: [1] } }),
		may: ['worker'],
	},
	'GET /v1/work/epochs': { ask: () => ({ path: '/v1/work/epochs' }), may: ['worker'] },
	'POST /v1/work/items': work('/v1/work/items'),
	'POST /v1/work/bodies': work('/v1/work/bodies'),
	'POST /v1/work/beat': work('/v1/work/beat'),
	'POST /v1/work/release': work('/v1/work/release'),
};

let uploader: Connection | undefined;

/** An upload of 32 bytes in the case, begun by `editor`. */
export async function beginUpload(live: Live, editor: Connection, caseId: string): Promise<string> {
	uploader = editor;
	const object = id();
	await request(live, 'POST', '/v1/uploads', {
		as: editor,
		json: { object, case: caseId, size: 32, partSize: 65_536 },
	});
	return object;
}

async function putPart(live: Live, object: string): Promise<void> {
	await request(live, 'PUT', `/v1/uploads/${object}/parts/0`, {
		as: uploader,
		body: bytes,
		headers: bodyHeaders(bytes),
	});
}
