import type { Choices } from '../../domain/leaves.ts';
import { opensOnly } from '../../domain/ledger/shown-people.ts';
import { type Evidence, type EvidenceEntry, historyOf, isAccepted } from './evidence.ts';
import { type Keeper, keptBack } from './kept-back.ts';
import { madeFiles, madeInExamination } from './made-files.ts';
import type { CustodyReport, Exhibit, ReportItem, Technical } from './report-model.ts';

/** What shows more than was chosen: by whose choice it was to stay back, and the entry it stands in or comes from. */
interface Over {
	keeper: Keeper;
	index?: number;
}

/** So many entries are named of each. */
const MOST = 5;

/** Every choice that the report does not keep to, in words: `notes (21), purposes (12, 17), titles`. Empty where it keeps to all. */
export function beyond(report: CustodyReport, evidence: Evidence, choices: Choices): string {
	const found = new Map<Keeper, Set<number>>();
	for (const { keeper, index } of [
		...overDetails(report, evidence, choices),
		...overValues(report, evidence, choices),
	]) {
		const indices = found.get(keeper) ?? new Set<number>();
		found.set(keeper, index === undefined ? indices : indices.add(index));
	}
	return [...found]
		.map(([keeper, indices]) => `${keeper === 'never' ? 'what no report shows' : keeper}${listed(indices)}`)
		.join(', ');
}

function listed(indices: ReadonlySet<number>): string {
	if (indices.size === 0) return '';
	const named = [...indices].sort((a, b) => a - b).slice(0, MOST);
	return ` (${[...named, ...(indices.size > MOST ? ['…'] : [])].join(', ')})`;
}

/** Fields of details that are in the bag. */
function overDetails(report: CustodyReport, { entries }: Evidence, choices: Choices): Over[] {
	const exhibits = report.items.flatMap((item) => item.exhibits);
	const about = { report: report.report.id, clips: new Set(exhibits.flatMap(({ clip }) => clip?.id ?? [])) };
	return entries.flatMap((entry) =>
		Object.entries(entry.detail?.fields ?? {}).flatMap(([field, value]) => {
			const keeper = keptBack(choices, about, entry, field, value);
			return keeper === undefined ? [] : { keeper, index: entry.index };
		}),
	);
}

/** Values and files of the report itself, on whosever word. */
function overValues(report: CustodyReport, evidence: Evidence, choices: Choices): Over[] {
	const created = historyOf(evidence, 'case', report.case.id).slice(0, 1);
	const { title, prefix } = report.case;
	return [
		...(choices.hidden.titles && title !== null ? [{ keeper: 'titles' as const }] : []),
		...overHidden({ title, prefix }, created, choices),
		...report.items.flatMap((item, i) =>
			overItem(item, report.technical.items[i], historyOf(evidence, 'item', item.id), choices),
		),
	];
}

function overItem(
	item: ReportItem,
	technical: Technical | undefined,
	history: readonly EvidenceEntry[],
	choices: Choices,
): Over[] {
	const { hidden, originals, keyframes } = choices;
	const { files, path, name, size, modified, sha256 } = item;
	const {
		summary = null,
		packets = [],
		tools = null,
		commands = [],
		warnings = [],
		probeSha256 = null,
		place = null,
	} = technical ?? {};
	const facts = { size, modified, sha256 };
	const findings = { summary, packets, tools, commands, warnings };
	const tooled = { probeSha256, place, probe: files.probe, framehash: files.packets };
	const made = history.filter(madeInExamination);
	const open = madeFiles(made);
	const says = (keeper: Keeper, isOver: boolean): Over[] => (isOver ? [{ keeper }] : []);
	// A name hidden from the report does not tell its ending either.
	const named = path !== null || name !== null || /\.[^/]*$/.test(files.original ?? '');
	return [
		...says('names', hidden.names && named),
		...says('technical', hidden.technical && stated({ ...facts, ...findings, ...tooled })),
		...says('originals', !originals && (files.original ?? files.age ?? files.key) !== null),
		...says('keyframes', keyframes === 'none' && files.keyframes.length > 0),
		...says(
			'keyframes',
			keyframes === 'blurred' && files.keyframes.some((frame) => open.some((one) => one.sha256 === frame.sha256)),
		),
		...overHidden({ path, ...facts }, received(history), choices),
		...overHidden(findings, [...history.filter((one) => isAccepted(one, 'item.examined')), ...made], choices),
		...(stated(tooled) ? hiddenOf(made.slice(-1), choices) : []),
		...item.exhibits.flatMap((exhibit) => overExhibit(exhibit, history, choices)),
	];
}

function overExhibit({ id, title, clip }: Exhibit, history: readonly EvidenceEntry[], choices: Choices): Over[] {
	const { hidden, notes } = choices;
	const named = history.filter(
		(entry) =>
			(isAccepted(entry, 'exhibit.added') || isAccepted(entry, 'exhibit.renamed')) && entry.statement.exhibit === id,
	);
	const worded = history.filter(
		(entry) =>
			(isAccepted(entry, 'clip.added') || isAccepted(entry, 'clip.revised')) && entry.statement.clip === clip?.id,
	);
	const { tags = [], note = null, people = [], peopleWithheld: _, ...bounds } = { ...clip, id: null };
	const over: Over[] = [];
	if (hidden.titles && title !== null) over.push({ keeper: 'titles' });
	if (hidden.people && !opensOnly(hidden.peopleShown ?? [], people)) over.push({ keeper: 'people' });
	if (!notes && stated({ tags, note, people })) over.push({ keeper: 'notes' });
	return [
		...over,
		...overHidden({ title }, named, choices),
		...(stated({ ...bounds, tags, note, people }) ? hiddenOf(worded.slice(-1), choices) : []),
	];
}

function received(history: readonly EvidenceEntry[]): EvidenceEntry[] {
	return history.filter((entry) => isAccepted(entry, 'item.received')).slice(0, 1);
}

/** What is said though none of the entries that could say it is seen to, and one of them was to stay hidden as a whole. */
function overHidden(
	said: { readonly [name: string]: unknown },
	entries: readonly EvidenceEntry[],
	choices: Choices,
): Over[] {
	const unseen = Object.entries(said).filter(
		([name, value]) => stated({ value }) && !entries.some(({ detail }) => Object.hasOwn(detail?.fields ?? {}, name)),
	);
	return unseen.length > 0 ? hiddenOf(entries, choices) : [];
}

function hiddenOf(entries: readonly EvidenceEntry[], { hidden }: Choices): Over[] {
	return entries.flatMap(({ index }) => (hidden.entries.includes(index) ? { keeper: 'entries', index } : []));
}

/** True where any of these says something. */
function stated(values: { readonly [name: string]: unknown }): boolean {
	return Object.values(values).some((value) => value !== null && !(Array.isArray(value) && value.length === 0));
}
