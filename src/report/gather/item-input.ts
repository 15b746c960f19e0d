import { z } from 'zod';
import type { Facts } from '../../client/case/catalogue.ts';
import type { Clip } from '../../client/case/clips.ts';
import type { Exhibit } from '../../client/case/exhibits.ts';
import { itemFacts } from '../../client/case/item-facts.ts';
import type { LoggedEvent } from '../../client/case/logged-event.ts';
import type { ItemEntries } from '../../client/open-item.ts';
import type { Id } from '../../domain/ids.ts';
import { peopleIn, type ShownPeople } from '../../domain/ledger/shown-people.ts';
import type { ClipInput, ItemInput } from '../report-input.ts';
import { PacketStream, ToolCommand } from '../verify/report-model.ts';
import { namedOf } from './clip-people.ts';
import { disclose, shownIn } from './disclose.ts';
import type { Hiding } from './hide.ts';
import type { ReportChoices } from './report-choices.ts';

/** What the examination says, in the words a report uses too. */
const Examined = z.object({
	summary: z.record(z.string(), z.json()).nullable().catch(null),
	tools: z.record(z.string(), z.json()).nullable().catch(null),
	commands: z.array(ToolCommand).catch([]),
	warnings: z.array(z.string()).catch([]),
	packets: z.array(PacketStream).catch([]),
});

/** What an item brings besides its entries: its files, or those it would bring. */
export type ItemContent = (item: ItemEntries, facts: Facts | undefined) => Promise<Partial<ItemInput>>;

/** One item as the report tells it; `events` end with its `report.begun`. */
export async function itemInput(
	{ open, withOrigin, withNotes }: ReportChoices,
	item: ItemEntries,
	about: { report: Id; events: readonly LoggedEvent[]; exhibits: readonly Exhibit[]; clips: readonly Clip[] },
	content: ItemContent,
	hiding: Hiding,
): Promise<ItemInput> {
	const facts = itemFacts(open, item);
	const exhibited = about.clips.filter((clip) => about.exhibits.some((one) => one.clip === clip.id));
	const clips = new Set(
		(withNotes ? exhibited : []).flatMap((clip) =>
			clip.versions.filter((one) => one.detail !== undefined).map((one) => one.index),
		),
	);
	const disclosing = { report: about.report, origin: withOrigin, clips, isHidden: hiding.isHidden };
	const entries = about.events.map((event) => disclose(event, disclosing));
	const isShown = shownIn(entries);
	const { received, made } = placesOf(about.events);
	const examined = about.events.findLast(
		({ entry }) => entry.statement.type === 'item.examined' && entry.skeleton.result === 'accepted',
	);
	const exhibits = about.exhibits.map((one) => ({
		id: one.id,
		number: one.number.item,
		clipNumber: one.number.clip ?? null,
		withdrawn: one.withdrawn !== undefined,
		title: isShown(titledBy(about.events, one.id), 'title') ? one.title || null : null,
		clip: clipInput(
			about.clips.find((clip) => clip.id === one.clip),
			about.events,
			withNotes,
			isShown,
			hiding,
		),
	}));
	const known = <T>(name: string, value: T | undefined): T | null => (isShown(received, name) ? (value ?? null) : null);
	const found = Object.entries(examined?.fields ?? {}).filter(([name]) => isShown(examined?.entry.index, name));
	return {
		id: item.id,
		exhibits,
		path: known('path', facts?.path),
		size: known('size', facts?.size),
		modified: known('modified', facts?.modified),
		sha256: known('sha256', facts?.sha256),
		...Examined.parse({ summary: null, tools: null, ...Object.fromEntries(found) }),
		keyframes: [],
		...withoutFindings(await content(item, facts), made !== undefined && !isShown(made, 'files'), hiding),
		entries,
	};
}

/** Where the item was received, and where its working copies were made. */
function placesOf(events: readonly LoggedEvent[]): { received: number | undefined; made: number | undefined } {
	const accepted = (type: 'item.received' | 'derivative.made') =>
		events.findLast(
			({ entry: { statement: s, skeleton } }) =>
				// The copy that browsers play, made later, lists none of these files.
				s.type === type && skeleton.result === 'accepted' && !(s.type === 'derivative.made' && s.kind === 'proxy'),
		)?.entry.index;
	return { received: accepted('item.received'), made: accepted('derivative.made') };
}

/** The entry that gave an exhibit the title it has now. */
function titledBy(events: readonly LoggedEvent[], exhibit: Id): number | undefined {
	return events.findLast(
		({ entry: { statement: s, skeleton }, fields }) =>
			(s.type === 'exhibit.added' || s.type === 'exhibit.renamed') &&
			s.exhibit === exhibit &&
			skeleton.result === 'accepted' &&
			typeof fields['title'] === 'string',
	)?.entry.index;
}

/** What tools said of the file leaves with the detail that names it, and not where it repeats a hidden name. */
function withoutFindings(content: Partial<ItemInput>, hidden: boolean, { mentions }: Hiding): Partial<ItemInput> {
	const { probe, framehash, planned, ...rest } = content;
	const keeps = (bytes: Uint8Array | undefined): boolean =>
		!hidden && bytes !== undefined && !mentions(new TextDecoder().decode(bytes));
	return {
		...rest,
		...(keeps(probe) && { probe }),
		...(keeps(framehash) && { framehash }),
		...(planned && { planned: hidden ? { ...planned, probe: null, packets: null } : planned }),
	};
}

/** Without the notes the bounds of a clip stand on the issuer's word; with them it says what its newest wording is shown to say. */
function clipInput(
	clip: Clip | undefined,
	events: readonly LoggedEvent[],
	withNotes: boolean,
	isShown: ReturnType<typeof shownIn>,
	{ entries: hidden, isChosen }: Hiding,
): ClipInput | null {
	if (clip === undefined) return null;
	const newest = clip.versions.findLast((one) => one.detail !== undefined)?.index;
	const isHidden = [newest, clip.versions.at(-1)?.index].some((one) => one !== undefined && hidden.has(one));
	if (clip.unreadable || newest === undefined || isHidden) return unreadableClip(clip.id);
	const { id, fromMs, toMs, fromFrame, toFrame, tags, note } = clip;
	const fields = Object.entries(events.find(({ entry }) => entry.index === newest)?.fields ?? {});
	const shown = fields.filter(([name]) => isShown(newest, name));
	// A list of an earlier version opens as a whole or not at all: who was chosen out of it is named on the issuer's word.
	const told = peopleIn(Object.fromEntries(shown), fields.length - shown.length) ?? namedOf(clip.people, isChosen);
	const { shown: people, withheld } = withNotes ? told : nobody;
	const bounds = { id, fromMs, toMs, fromFrame, toFrame };
	const says = (name: string): boolean => withNotes && isShown(newest, name);
	return {
		...bounds,
		tags: says('tags') ? tags : [],
		note: says('note') ? note : null,
		people,
		...(withheld > 0 && { peopleWithheld: withheld }),
	};
}

const nobody: ShownPeople = { shown: [], withheld: 0 };

/** A clip whose bounds nobody can read is an exhibit all the same: the report says so by saying nothing of it. */
function unreadableClip(id: Id): ClipInput {
	return { id, fromMs: null, toMs: null, fromFrame: null, toFrame: null, tags: [], note: null, people: [] };
}
