import { z } from 'zod';
import type { Facts } from '../../client/case/catalogue.ts';
import type { Clip } from '../../client/case/clips.ts';
import type { Exhibit } from '../../client/case/exhibits.ts';
import { itemFacts } from '../../client/case/item-facts.ts';
import type { LoggedEvent } from '../../client/case/logged-event.ts';
import type { ItemEntries } from '../../client/open-item.ts';
import type { Id } from '../../domain/ids.ts';
import type { ClipInput, ItemInput } from '../report-input.ts';
import { PacketStream, ToolCommand } from '../verify/report-model.ts';
import { disclose } from './disclose.ts';
import type { ReportChoices } from './report-choices.ts';

/** What the examination says, in the words a report uses too. */
const Examined = z.object({
	summary: z.record(z.string(), z.json()).nullable().catch(null),
	tools: z.record(z.string(), z.json()).nullable().catch(null),
	commands: z.array(ToolCommand).catch([]),
	packets: z.array(PacketStream).catch([]),
});

/** What an item brings besides its entries: its files, or those it would bring. */
export type ItemContent = (item: ItemEntries, facts: Facts | undefined) => Promise<Partial<ItemInput>>;

/** One item as the report tells it; `events` end with its `report.begun`. */
export async function itemInput(
	{ open, withOrigin, withNotes }: ReportChoices,
	item: ItemEntries,
	about: { events: readonly LoggedEvent[]; exhibits: readonly Exhibit[]; clips: readonly Clip[] },
	content: ItemContent,
): Promise<ItemInput> {
	const facts = itemFacts(open, item);
	const examined = about.events.findLast(
		({ entry }) => entry.statement.type === 'item.examined' && entry.skeleton.result === 'accepted',
	);
	const exhibits = about.exhibits.map((one) => ({
		id: one.id,
		number: one.number.item,
		clipNumber: one.number.clip ?? null,
		withdrawn: one.withdrawn !== undefined,
		title: one.title || null,
		clip: clipInput(
			about.clips.find((clip) => clip.id === one.clip),
			withNotes,
		),
	}));
	const exhibited = about.clips.filter((clip) => exhibits.some((one) => one.clip?.id === clip.id));
	const clips = new Set(
		(withNotes ? exhibited : []).flatMap((clip) =>
			clip.versions.filter((one) => one.detail !== undefined).map((one) => one.index),
		),
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
		...(await content(item, facts)),
		entries: about.events.map((event) => disclose(event, { origin: withOrigin, clips })),
	};
}

function clipInput(clip: Clip | undefined, withNotes: boolean): ClipInput | null {
	if (clip === undefined) return null;
	if (clip.unreadable) return unreadableClip(clip.id);
	const { id, fromMs, toMs, fromFrame, toFrame, tags, note, people } = clip;
	const bounds = { id, fromMs, toMs, fromFrame, toFrame };
	return withNotes ? { ...bounds, tags, note, people } : { ...bounds, tags: [], note: null, people: [] };
}

/** A clip whose bounds nobody can read is an exhibit all the same: the report says so by saying nothing of it. */
function unreadableClip(id: Id): ClipInput {
	return { id, fromMs: null, toMs: null, fromFrame: null, toFrame: null, tags: [], note: null, people: [] };
}
