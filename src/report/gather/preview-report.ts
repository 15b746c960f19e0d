import { platform } from '#platform';
import type { Connection } from '../../client/connection.ts';
import { itemEntries } from '../../client/open-item.ts';
import { newId } from '../../domain/ids.ts';
import { partsOf } from '../bag-files.ts';
import { collectEntries } from '../collect-evidence.ts';
import { draftReport } from '../model.ts';
import { type Outgoing, outgoing } from '../outgoing.ts';
import { MADE_LATER } from '../report-input.ts';
import { checkPeopleShown } from './clip-people.ts';
import { gatherReport } from './gather-report.ts';
import { plannedContent } from './item-content.ts';
import type { ReportChoices } from './report-choices.ts';

/**
 * All that would leave if the report were made now. Opens nothing and puts nothing into the log. The report itself then has
 * besides: its id and time, the entries that opening, beginning and signing it make, and whatever happens in between.
 * `by`: who will make it; the certificate of somebody else is not known.
 */
export async function previewReport(
	connection: Connection,
	choices: ReportChoices,
	by = connection.identity.keys.sign,
): Promise<Outgoing[]> {
	const items = await Promise.all(choices.items.map((id) => itemEntries(connection, id)));
	await checkPeopleShown(connection, choices, items);
	const input = await gatherReport(connection, choices, newId(platform.randomBytes), items, (item, facts) =>
		Promise.resolve(plannedContent(choices, item, facts)),
	);
	if (input.seal !== null && by !== input.issuer)
		input.seal = { ...input.seal, subject: MADE_LATER, certificate: MADE_LATER, validUntil: null };
	input.issuer = by;
	return outgoing(draftReport(input), collectEntries(input), partsOf(input));
}
