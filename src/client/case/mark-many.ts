import { platform } from '#platform';
import type { CustosError } from '../../domain/errors.ts';
import { type Id, newId } from '../../domain/ids.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { type Draft, refusal, type Submitted, submitEach } from '../submit.ts';
import { checked, inCase, sealed } from './mark.ts';
import { caseMarks } from './marks.ts';
import { NoteDetail, type NoteInput } from './notes.ts';
import { standingExhibit } from './numbered-already.ts';

/** Statements in one request. */
const BATCH = 250;

/** What became of a mark on many items. */
export interface MarkedMany {
	done: Id[];
	/** The archive refused these; each attempt is an entry, or left none. */
	refused: { item: Id; why: CustosError }[];
}

/** Adds what became of these items, each by its statement. */
export function tell(result: MarkedMany, items: readonly Id[], said: readonly (Submitted | CustosError)[]): void {
	for (const [i, one] of said.entries()) {
		const item = items[i] as Id;
		if (one instanceof Error) result.refused.push({ item, why: one });
		else if (one.skeleton.result === 'accepted') result.done.push(item);
		else result.refused.push({ item, why: refusal(one) });
	}
}

/** The same note on many items, an entry each. Throws `bad-request` for a wrong shape, `unavailable` when nothing got through. */
export async function noteItems(
	connection: Connection,
	open: OpenCase,
	items: readonly Id[],
	about: NoteInput,
): Promise<MarkedMany> {
	const detail = sealed(open, checked(NoteDetail, about));
	return each(connection, items, (item) => {
		const fields = { ...inCase(open), item, note: newId(platform.randomBytes) };
		return { type: 'item.noted', fields, detail };
	});
}

/** Gives each of these items the next exhibit number, in this order, without titles. Those that are exhibits are passed over. */
export async function exhibitItems(connection: Connection, open: OpenCase, items: readonly Id[]): Promise<MarkedMany> {
	const { exhibits } = await caseMarks(connection, open);
	const numbered = new Set(exhibits.filter((one) => one.clip === undefined && !one.withdrawn).map((one) => one.item));
	const wanted = [...new Set(items)].filter((item) => !numbered.has(item));
	const said = await each(connection, wanted, (item) => {
		const fields = { ...inCase(open), item, exhibit: newId(platform.randomBytes) };
		return { type: 'exhibit.added', fields, detail: sealed(open, { title: '' }) };
	});
	if (said.refused.length === 0) return said;
	// Somebody else may have numbered some of them meanwhile: those are passed over as well.
	const now = (await caseMarks(connection, open)).exhibits;
	return { ...said, refused: said.refused.filter(({ item }) => standingExhibit(now, { item }) === undefined) };
}

async function each(connection: Connection, items: readonly Id[], draft: (item: Id) => Draft): Promise<MarkedMany> {
	const result: MarkedMany = { done: [], refused: [] };
	for (let at = 0; at < items.length; at += BATCH) {
		const some = items.slice(at, at + BATCH);
		tell(result, some, await submitEach(connection, some.map(draft)));
	}
	return result;
}
