import { platform } from '#platform';
import { type ExhibitNumber, exhibitLabel } from '../../domain/exhibit-label.ts';
import { type Id, newId } from '../../domain/ids.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { refusal, type Submitted, trySubmit } from '../submit.ts';
import type { Exhibit } from './exhibits.ts';
import { inCase } from './mark.ts';
import { caseMarks } from './marks.ts';
import { NumberedAlready, standingExhibit } from './numbered-already.ts';

/** An exhibit that was just made. */
export interface MadeExhibit {
	exhibit: Id;
	number: ExhibitNumber;
	label: string;
	clip: Id | undefined;
	index: number;
}

/** Times that somebody else may be quicker before this gives up: each leaves a refused entry. */
const RACES = 3;

/**
 * Gives an item or a clip of it the next number. A clip is numbered under its item: where the item is no exhibit yet (or
 * its exhibit was withdrawn), it becomes one first, without a title, and is the first of the two that are returned.
 * Throws `NumberedAlready` (`conflict`) where it is an exhibit that was not withdrawn, also when somebody else made it
 * one a moment ago: the notary gives one thing one number.
 */
export async function addExhibit(
	connection: Connection,
	open: OpenCase,
	what: { item: Id; clip?: Id | undefined },
	title: string,
): Promise<MadeExhibit[]> {
	const { item, clip } = what;
	const made: MadeExhibit[] = [];
	for (let lost = 0; ; ) {
		const { exhibits } = await caseMarks(connection, open);
		const already = standingExhibit(exhibits, what);
		if (already !== undefined) throw new NumberedAlready(already.label);
		const under = standingExhibit(exhibits, { item });
		const itsOwn = clip === undefined || under === undefined;
		const said = itsOwn
			? await add(connection, open, item, clip === undefined ? title : '')
			: await add(connection, open, item, title, { clip, under });
		if ('label' in said) {
			made.push(said);
			if (said.clip === clip) return made;
		} else if (said.skeleton.result !== 'denied:conflict' || ++lost >= RACES) throw refusal(said);
	}
}

/** One number, or the entry by which it was refused. */
async function add(
	connection: Connection,
	open: OpenCase,
	item: Id,
	title: string,
	of?: { clip: Id; under: Pick<Exhibit, 'id' | 'number'> },
): Promise<MadeExhibit | Submitted> {
	const exhibit = newId(platform.randomBytes);
	const fields = { ...inCase(open), item, exhibit, ...(of === undefined ? {} : { clip: of.clip, under: of.under.id }) };
	const detail = { to: open.key, fields: { title } };
	const [entry] = (await trySubmit(connection, [{ type: 'exhibit.added', fields, detail }])) as [Submitted];
	if (entry.skeleton.result !== 'accepted') return entry;
	const given = entry.skeleton.exhibit ?? 0;
	const number: ExhibitNumber = of === undefined ? { item: given } : { item: of.under.number.item, clip: given };
	return { exhibit, number, label: exhibitLabel(open.prefix, number), clip: of?.clip, index: entry.index };
}
