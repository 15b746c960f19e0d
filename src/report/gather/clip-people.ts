import { itemFacts } from '../../client/case/item-facts.ts';
import type { Marks } from '../../client/case/marks.ts';
import { caseMarks } from '../../client/case/marks.ts';
import type { OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import type { ItemEntries } from '../../client/open-item.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';
import type { Hidden } from '../../domain/leaves.ts';
import type { ShownPeople } from '../../domain/ledger/shown-people.ts';
import { type Hiding, repeatsName } from './hide.ts';

/** Everybody whom clips show in any of their wordings, sorted; of these items, only where the clip is an exhibit. */
export function peopleInClips({ clips, exhibits }: Pick<Marks, 'clips' | 'exhibits'>, items?: readonly Id[]): string[] {
	const given = new Set(exhibits.map((one) => one.clip));
	const meant = clips.filter((clip) => items === undefined || (items.includes(clip.item) && given.has(clip.id)));
	return [...new Set(meant.flatMap(({ versions }) => versions.flatMap(({ detail }) => detail?.people ?? [])))].sort();
}

/** Who of these is named, and how many are not: nobody of either, where nobody was chosen by name. */
export function namedOf(people: readonly string[], isChosen: Hiding['isChosen']): ShownPeople {
	if (isChosen === undefined) return { shown: [], withheld: 0 };
	const shown = people.filter(isChosen);
	return { shown, withheld: people.length - shown.length };
}

/**
 * Throws where the choice itself would tell what is to stay hidden: `not-found` where somebody was chosen to be named whom no clip of
 * the report shows, `bad-request` where they are called like one of its files, and the names of files are hidden.
 */
export async function checkPeopleShown(
	connection: Connection,
	{ open, hide }: { open: OpenCase; hide?: Partial<Hidden> | undefined },
	items: readonly ItemEntries[],
): Promise<void> {
	const { names, peopleShown } = hide ?? {};
	if (peopleShown === undefined) return;
	const given = items.map(({ id }) => id);
	const shown = peopleInClips(await caseMarks(connection, open), given);
	if (peopleShown.some((one) => !shown.includes(one)))
		throw new CustosError('not-found', 'somebody was chosen to be named whom no exhibited clip of these items shows');
	const paths = items.flatMap((item) => itemFacts(open, item)?.path ?? []);
	if (names === true && peopleShown.some((one) => repeatsName(one, paths)))
		throw new CustosError(
			'bad-request',
			'somebody was chosen to be named who is called like a file, and those are hidden',
		);
}
