import type { PersonRow, ProposalRow, StewardPeopleRow, StewardsRow } from '../db/archive-rows.ts';
import type { Key } from '../db/projection.ts';
import { ARCHIVE } from './archive.ts';
import { row, type State } from './state.ts';

/** The rows that tell how many the stewards are. */
export const stewardRows: readonly Key[] = [
	{ table: 'stewards', key: ARCHIVE },
	{ table: 'steward_people', key: ARCHIVE },
];

/** As many stewards as decide: people, whatever keys they have, once that is counted. `without` is about to be suspended. */
export function activeStewards(state: State, without?: PersonRow): number {
	const { active, since } = row(state.get('steward_people', ARCHIVE));
	const left = without === undefined ? active : less(active, without);
	return since === null ? left.length : new Set(left).size;
}

/** As many as approved, of those whose `keys` these are; `people` has the first key of each. */
export function approved(state: State, keys: readonly string[], people: readonly string[]): number {
	return countsPeople(state) ? new Set(people).size : keys.length;
}

export function countsPeople(state: State): boolean {
	return row(state.get('steward_people', ARCHIVE)).since !== null;
}

/** How many proposals this person has that are neither ended nor stale, of those that were made since people are counted. */
export function openProposals(state: State, person: string): number {
	const { proposers, open } = row(state.get('steward_people', ARCHIVE));
	return open[proposers.indexOf(person)] ?? 0;
}

/** A proposal more of this person. */
export function countOpened(state: State, person: string): void {
	if (countsPeople(state)) addOpen(state, person, 1);
}

/** One fewer: it was carried out or withdrawn. Those that a suspension made stale are not counted any more. */
export function countEnded(state: State, { idx, by_people }: ProposalRow): void {
	const { since } = row(state.get('steward_people', ARCHIVE));
	const { suspended } = row(state.get('stewards', ARCHIVE));
	if (since !== null && idx > since && idx > (suspended ?? -1)) addOpen(state, by_people[0] as string, -1);
}

/** A steward was suspended: of all that was proposed nothing comes any more. */
export function closeAll(state: State): void {
	change(state, () => ({ proposers: [], open: [] }));
}

function addOpen(state: State, person: string, more: 1 | -1): void {
	change(state, ({ proposers, open }) => {
		const counts = new Map(proposers.map((key, i) => [key, open[i] as number]));
		counts.set(person, (counts.get(person) ?? 0) + more);
		const left = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1));
		return { proposers: left.map(([key]) => key), open: left.map(([, count]) => count) };
	});
}

/** A steward's key more. */
export function addActive(state: State, person: Pick<PersonRow, 'first_key'>): void {
	change(state, ({ active }) => ({ active: [...active, person.first_key].sort() }));
}

/** A steward's key fewer. */
export function dropActive(state: State, person: Pick<PersonRow, 'first_key'>): void {
	change(state, ({ active }) => ({ active: less(active, person) }));
}

/**
 * From this entry on people are counted, if it says so; never again keys. Not while keys had made the threshold higher than there are people:
 * nobody could decide anything any more.
 */
export function countPeople(
	state: State,
	idx: number,
	{ rules }: { rules?: 2 | undefined },
	stewards: StewardsRow,
): void {
	if (rules !== 2) return;
	change(state, ({ active, since }) => {
		const enough = new Set(active).size >= stewards.threshold;
		return { since: since ?? (enough ? idx : null) };
	});
}

function change(state: State, to: (now: StewardPeopleRow) => Partial<StewardPeopleRow>): void {
	const now = row(state.get('steward_people', ARCHIVE));
	state.put('steward_people', { ...now, ...to(now) });
}

function less(active: readonly string[], { first_key }: Pick<PersonRow, 'first_key'>): string[] {
	const at = active.indexOf(first_key);
	return active.filter((_, i) => i !== at);
}
