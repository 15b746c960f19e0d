import { platform } from '#platform';
import { type ExhibitNumber, exhibitLabel } from '../../domain/exhibit-label.ts';
import { type Id, newId } from '../../domain/ids.ts';
import type { OpenCase } from '../cases.ts';
import type { Connection } from '../connection.ts';
import { type Submitted, submit } from '../submit.ts';
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

/**
 * Gives an item or a clip of it the next number. A clip is numbered under its item: where the item is no exhibit yet (or
 * its exhibit was withdrawn), it becomes one first, without a title, and is the first of the two that are returned.
 * Throws `NumberedAlready` (`conflict`) where it is an exhibit that was not withdrawn.
 */
export async function addExhibit(
	connection: Connection,
	open: OpenCase,
	what: { item: Id; clip?: Id | undefined },
	title: string,
): Promise<MadeExhibit[]> {
	const { item, clip } = what;
	const { exhibits } = await caseMarks(connection, open);
	const already = standingExhibit(exhibits, what);
	if (already !== undefined) throw new NumberedAlready(already.label);
	if (clip === undefined) return [await add(connection, open, item, title)];
	const known = standingExhibit(exhibits, { item });
	if (known !== undefined) return [await add(connection, open, item, title, { clip, under: known })];
	const own = await add(connection, open, item, '');
	const under = { id: own.exhibit, number: own.number };
	return [own, await add(connection, open, item, title, { clip, under })];
}

async function add(
	connection: Connection,
	open: OpenCase,
	item: Id,
	title: string,
	of?: { clip: Id; under: Pick<Exhibit, 'id' | 'number'> },
): Promise<MadeExhibit> {
	const exhibit = newId(platform.randomBytes);
	const fields = { ...inCase(open), item, exhibit, ...(of === undefined ? {} : { clip: of.clip, under: of.under.id }) };
	const detail = { to: open.key, fields: { title } };
	const [made] = (await submit(connection, [{ type: 'exhibit.added', fields, detail }])) as [Submitted];
	const given = made.skeleton.exhibit ?? 0;
	const number: ExhibitNumber = of === undefined ? { item: given } : { item: of.under.number.item, clip: given };
	return { exhibit, number, label: exhibitLabel(open.prefix, number), clip: of?.clip, index: made.index };
}
