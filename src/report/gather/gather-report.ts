import { eventsOf } from '../../client/case/history.ts';
import { itemFacts } from '../../client/case/item-facts.ts';
import type { LoggedEvent } from '../../client/case/logged-event.ts';
import { caseMarks } from '../../client/case/marks.ts';
import type { Connection } from '../../client/connection.ts';
import type { ItemEntries } from '../../client/open-item.ts';
import type { Id } from '../../domain/ids.ts';
import type { ItemInput, ReportInput } from '../report-input.ts';
import { type PaperSigner, sealOf } from '../seal/paper-signer.ts';
import { selfMadeSigner } from '../seal/self-made.ts';
import { redactionsOf } from '../verify/fixed-sentences.ts';
import { peopleInClips } from './clip-people.ts';
import { disclose, shownIn } from './disclose.ts';
import { gatherExpunged } from './gather-expunged.ts';
import { gatherLog } from './gather-log.ts';
import { hidingOf } from './hide.ts';
import { type ItemContent, itemInput } from './item-input.ts';
import { type ReportChoices, stated } from './report-choices.ts';

/** Who signs report.pdf: the certificate that was chosen, or the issuer's own. */
export function signerOf({ identity }: Connection, { signer, timestamp }: ReportChoices): PaperSigner {
	return { ...(signer ?? selfMadeSigner(identity.seed, identity.keys.sign)), ...(timestamp && { timestamp }) };
}

/**
 * All that a report is made of, verified and opened. Histories end with the `report.begun` of this report; while there is
 * none they are as long as they are, for a draft.
 */
export async function gatherReport(
	connection: Connection,
	wish: ReportChoices,
	report: Id,
	items: readonly ItemEntries[],
	content: ItemContent,
): Promise<ReportInput> {
	const { open, words = {} } = wish;
	const { exhibits, clips } = await caseMarks(connection, open);
	const upTo = (events: readonly LoggedEvent[]): readonly LoggedEvent[] => {
		const begun = events.findLastIndex(
			({ entry: { statement: s, skeleton } }) =>
				s.type === 'report.begun' && s.report === report && skeleton.result === 'accepted',
		);
		return begun < 0 ? events : events.slice(0, begun + 1);
	};
	const caseEvents = upTo(await eventsOf(connection, open, 'case', open.id));
	const choices = stated(wish);
	const paths = items.flatMap((item) => itemFacts(open, item)?.path ?? []);
	const hiding = hidingOf(choices.hidden, paths, peopleInClips({ clips, exhibits }));
	const inputs: ItemInput[] = [];
	for (const item of items) {
		const events = upTo(await eventsOf(connection, open, 'item', item.id));
		const about = { report, events, clips, exhibits: exhibits.filter((one) => one.item === item.id) };
		inputs.push(await itemInput(wish, item, about, content, hiding));
	}
	const expunged = await gatherExpunged(connection, wish);
	const isBegun = caseEvents.at(-1)?.entry.statement.type === 'report.begun';
	const disclosing = { report, origin: wish.withOrigin, clips: new Set<number>(), isHidden: hiding.isHidden };
	const caseEntries = caseEvents.map((event) => disclose(event, disclosing));
	const isShown = shownIn(caseEntries);
	const created = caseEvents[0]?.entry.index;
	return {
		id: report,
		issued: connection.now().toISOString(),
		language: wish.language,
		issuer: connection.identity.keys.sign,
		software: { version: wish.version, commit: wish.commit ?? null },
		purpose: wish.purpose,
		authority: words.authority ?? null,
		recipient: wish.recipient,
		redactions: redactionsOf(choices, wish.language, inputs),
		choices,
		supersedes: words.supersedes ?? null,
		qualification: words.qualification ?? null,
		seal: sealOf(signerOf(connection, wish)),
		case: {
			id: open.id,
			title: isShown(created, 'title') ? open.title : null,
			prefix: isShown(created, 'prefix') ? open.prefix : null,
			legalBasis: words.legalBasis ?? null,
			consent: words.consent ?? null,
			restrictions: null,
			victimProtection: words.victimProtection ?? null,
			details: {},
			entries: caseEntries,
		},
		log: await gatherLog(
			connection,
			[...caseEntries, ...inputs.flatMap((one) => one.entries)].map((one) => one.entry),
			expunged.flatMap((one) => one.remains),
			isBegun,
		),
		expunged,
		items: inputs,
	};
}
