import type { Marks } from '../../client/case/marks.ts';
import { caseMarks } from '../../client/case/marks.ts';
import type { OpenCase } from '../../client/cases.ts';
import type { Connection } from '../../client/connection.ts';
import { CustosError } from '../../domain/errors.ts';
import type { Id } from '../../domain/ids.ts';

/** Everybody whom clips show in any of their wordings, sorted; of these items, only where the clip is an exhibit. */
export function peopleInClips({ clips, exhibits }: Pick<Marks, 'clips' | 'exhibits'>, items?: readonly Id[]): string[] {
	const given = new Set(exhibits.map((one) => one.clip));
	const meant = clips.filter((clip) => items === undefined || (items.includes(clip.item) && given.has(clip.id)));
	return [...new Set(meant.flatMap(({ versions }) => versions.flatMap(({ detail }) => detail?.people ?? [])))].sort();
}

/** Throws `not-found` where somebody was chosen to be named whom no clip of the report shows: the choice itself would name them. */
export async function checkPeopleShown(
	connection: Connection,
	open: OpenCase,
	{ items, hide }: { items: readonly Id[]; hide?: { peopleShown?: readonly string[] | undefined } | undefined },
): Promise<void> {
	if (hide?.peopleShown === undefined) return;
	const shown = peopleInClips(await caseMarks(connection, open), items);
	if (hide.peopleShown.some((one) => !shown.includes(one)))
		throw new CustosError('not-found', 'somebody was chosen to be named whom no exhibited clip of these items shows');
}
