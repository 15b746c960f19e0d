import { z } from 'zod';
import { type Facts, factsOf } from '../../client/case/catalogue.ts';
import type { Clip } from '../../client/case/clips.ts';
import { derivedFiles, derivedIndex } from '../../client/case/derived-files.ts';
import type { Exhibit } from '../../client/case/exhibits.ts';
import type { LoggedEvent } from '../../client/case/history.ts';
import type { OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import { type ItemEntries, type OpenedBody, openBody, original } from '../../client/open-item.ts';
import { encodeSecretKey } from '../../domain/envelope/age-keys.ts';
import type { Id } from '../../domain/ids.ts';
import type { ClipInput, ItemInput } from '../report-input.ts';
import { PacketStream, ToolCommand } from '../verify/report-model.ts';
import { disclose } from './disclose.ts';

/** What the examination says, in the words a report uses too. */
const Examined = z.object({
	summary: z.record(z.string(), z.json()).nullable().catch(null),
	tools: z.record(z.string(), z.json()).nullable().catch(null),
	commands: z.array(ToolCommand).catch([]),
	packets: z.array(PacketStream).catch([]),
});

/** Bodies that were opened for the report, before its histories were fixed. */
export interface OpenedItem {
	original: OpenedBody;
	working: OpenedBody | undefined;
}

/** Opens both classes of an item: two entries. */
export async function openForReport(
	connection: Connection,
	open: OpenCase,
	item: ItemEntries,
	purpose: string,
): Promise<OpenedItem> {
	const working =
		item.derivative === undefined ? undefined : await openBody(connection, open, item, 'working', purpose);
	return { original: await openBody(connection, open, item, 'original', purpose), working };
}

/** One item as the report tells it; `events` end with its `report.begun`. */
export async function itemInput(
	open: OpenCase,
	item: ItemEntries,
	about: {
		events: readonly LoggedEvent[];
		exhibits: readonly Exhibit[];
		clips: readonly Clip[];
		opened: OpenedItem | undefined;
		origin: boolean;
		wrote(bytes: number): void;
	},
): Promise<ItemInput> {
	const facts = factsOf(open, item.received);
	const examined = about.events.findLast(
		({ entry }) => entry.statement.type === 'item.examined' && entry.skeleton.result === 'accepted',
	);
	const exhibits = about.exhibits.map((one) => ({
		id: one.id,
		number: one.number.item,
		clipNumber: one.number.clip ?? null,
		withdrawn: one.withdrawn !== undefined,
		title: one.title || null,
		clip: clipInput(about.clips.find((clip) => clip.id === one.clip)),
	}));
	const exhibited = about.clips.filter((clip) => exhibits.some((one) => one.clip?.id === clip.id));
	const clips = new Set(
		exhibited.flatMap((clip) => clip.versions.filter((one) => one.detail !== undefined).map((one) => one.index)),
	);
	return {
		id: item.id,
		exhibits,
		path: facts?.path ?? null,
		size: facts?.size ?? null,
		modified: facts?.modified ?? null,
		sha256: facts?.sha256 ?? null,
		hashedBy: null,
		...Examined.parse(examined?.fields ?? { summary: null, tools: null }),
		keyframes: [],
		...(about.opened === undefined || facts === undefined
			? {}
			: await contentOf(open, item, about.opened, facts, about.wrote)),
		entries: about.events.map((event) => disclose(event, { origin: about.origin, clips })),
	};
}

function clipInput(clip: Clip | undefined): ClipInput | null {
	if (clip === undefined) return null;
	if (clip.unreadable) return unreadableClip(clip.id);
	const { id, fromMs, toMs, fromFrame, toFrame, tags, note, people } = clip;
	return { id, fromMs, toMs, fromFrame, toFrame, tags, note, people };
}

/** A clip whose bounds nobody can read is an exhibit all the same: the report says so by saying nothing of it. */
function unreadableClip(id: Id): ClipInput {
	return { id, fromMs: null, toMs: null, fromFrame: null, toFrame: null, tags: [], note: null, people: [] };
}

async function contentOf(
	open: OpenCase,
	item: ItemEntries,
	{ original: body, working }: OpenedItem,
	facts: Facts,
	wrote: (bytes: number) => void,
): Promise<Partial<ItemInput>> {
	const index = working && derivedIndex(open, item);
	const made = working === undefined || index === undefined ? [] : await derivedFiles(working, index);
	const named = (name: string): Uint8Array | undefined => made.find((one) => one.about.name === name)?.bytes;
	return {
		original: () => counted(original(body, facts), wrote),
		sealed: { prefix: body.prefix, body: () => counted(body.sealed(), wrote) },
		key: encodeSecretKey(body.secret),
		probe: named('ffprobe.json'),
		framehash: named('packets.framehash'),
		keyframes: made.flatMap(({ about, bytes }) =>
			about.ptsMs === undefined ? [] : [{ ptsMs: about.ptsMs, jpeg: bytes }],
		),
	};
}

async function* counted(stream: AsyncIterable<Uint8Array>, wrote: (bytes: number) => void): AsyncGenerator<Uint8Array> {
	for await (const piece of stream) {
		wrote(piece.length);
		yield piece;
	}
}
