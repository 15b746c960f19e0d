import { canonical, type Json } from '../domain/canonical.ts';
import { CustosError } from '../domain/errors.ts';
import { exhibitLabel } from '../domain/exhibit-label.ts';
import { collectEntries, collectEvidence } from './collect-evidence.ts';
import { itemFiles, itemFolder } from './item-files.ts';
import { type ItemInput, MADE_LATER, type ReportInput } from './report-input.ts';
import { checkAgreed } from './verify/agreed.ts';
import { checkComplete } from './verify/check-complete.ts';
import { checkDisclosed, nameOf } from './verify/check-disclosed.ts';
import { checkSigners } from './verify/check-one-log.ts';
import { checkIdentity } from './verify/check-report.ts';
import { derive } from './verify/derive.ts';
import { checkChoices, withheldIn } from './verify/disclosure.ts';
import { type Evidence, historyOf, receivedOf } from './verify/evidence.ts';
import { checkExpunged, expungedLine } from './verify/expunged.ts';
import { fixedSentences, provenSentences } from './verify/fixed-sentences.ts';
import { hashedBy } from './verify/hashed-by.ts';
import { recordedPlace } from './verify/recorded-place.ts';
import { CustodyReport, type ReportItem } from './verify/report-model.ts';
import { pseudonym, type Roster, readRoster } from './verify/roster.ts';
import { unkeptIn } from './verify/unkept.ts';

export { CustodyReport } from './verify/report-model.ts';

/**
 * The report on these entries. Pure. Throws `bad-proof`, `hash-mismatch`, `damaged` where the input contradicts the
 * entries or leaves some out, so that no bag is written that its own verifier would refuse.
 */
export function buildReport(input: ReportInput): CustodyReport {
	if (input.items.some((item) => item.planned !== undefined))
		throw new CustosError('bad-request', 'a draft cannot be signed');
	const evidence = collectEvidence(input, collectEntries(input));
	const roster = readRoster(evidence, input.case.id);
	const report = wordReport(input, evidence, roster);
	checkComplete(evidence, report);
	checkExpunged(report, evidence);
	checkIdentity(report, evidence, roster);
	checkAgreed(report, evidence, roster);
	checkChoices(report, evidence);
	checkDisclosed(report, evidence);
	checkSigners(evidence, roster);
	return report;
}

/** The same on what is there so far, before the report is begun and anything is opened for it. Not to be handed over. */
export function draftReport(input: ReportInput): CustodyReport {
	const evidence = collectEvidence(input, collectEntries(input));
	return wordReport(input, evidence, readRoster(evidence, input.case.id));
}

function wordReport(input: ReportInput, evidence: Evidence, roster: Roster): CustodyReport {
	const items = input.items.map((item) => reportItem(item, input, evidence));
	const derived = derive(evidence, roster, {
		caseId: input.case.id,
		items: items.map((item) => item.id),
		language: input.language,
	});
	const technical = input.items.map((item) => {
		const place = item.planned?.probe ? MADE_LATER : item.probe && recordedPlace(item.probe);
		return {
			item: item.id,
			summary: item.summary,
			packets: item.packets.map((stream) => ({ ...stream })),
			tools: item.tools,
			commands: item.commands.map(({ program, args }) => ({ program, args: [...args] })),
			...(item.warnings !== undefined && item.warnings.length > 0 && { warnings: [...item.warnings] }),
			probeSha256: itemFiles(item).probe?.sha256 ?? null,
			...(place !== undefined && { place }),
		};
	});
	const expunged = (input.expunged ?? []).map((one) => expungedLine(evidence, input.case.prefix, one));
	const { details, entries: _, ...about } = input.case;
	const says = fixedSentences({
		language: input.language,
		report: { ...input, disclosure: input.choices && { choices: input.choices } },
		case: about,
		origin: derived.origin,
		technical: { items: technical },
		deviations: { events: derived.deviations },
		derivatives: { made: derived.derivatives },
	});
	const draft = {
		v: 1,
		language: input.language,
		report: {
			id: input.id,
			issued: input.issued,
			issuer: { actor: pseudonym(input.issuer), key: input.issuer, role: roleOfIssuer(input, evidence, roster) },
			software: { name: 'Custos', ...input.software },
			purpose: input.purpose,
			authority: input.authority,
			recipient: input.recipient,
			redactions: [...input.redactions],
			supersedes: input.supersedes,
			...(input.choices && { disclosure: { choices: input.choices, withheld: withheldIn(evidence) } }),
			notKnown: says.report,
		},
		case: {
			...about,
			details,
			notKnown: says.case,
		},
		items,
		...(expunged.length > 0 && { expunged }),
		origin: {
			...derived.origin,
			notKnown: says.origin,
		},
		acquisition: derived.acquisition,
		technical: {
			items: technical,
			notKnown: says.technical,
		},
		custody: derived.custody,
		access: derived.access,
		deviations: { events: derived.deviations, notKnown: says.deviations },
		derivatives: { made: derived.derivatives, notKnown: says.derivatives },
		integrity: derived.integrity,
		certification: {
			person: pseudonym(input.issuer),
			qualification: input.qualification,
			statement: says.statement,
			seal: input.seal,
		},
		verification: verification({ ...derived, items, language: input.language }, evidence),
	};
	const parsed = CustodyReport.safeParse(draft);
	if (!parsed.success)
		throw new CustosError('bad-request', `a report cannot hold ${parsed.error.issues[0]?.path.join('.') ?? 'this'}`, {
			cause: parsed.error,
		});
	return parsed.data;
}

/** What is known of the bytes is said only of items that are well kept; the others are named. */
function verification(about: Parameters<typeof provenSentences>[0], evidence: Evidence): CustodyReport['verification'] {
	const unkept = unkeptIn(
		evidence,
		about.items.map(({ id }) => id),
	);
	return { ...provenSentences(about, unkept), ...(unkept.length > 0 && { unkept }) };
}

/** The exact text of `report.json`. */
export function reportJson(report: CustodyReport): string {
	return canonical(report as unknown as Json);
}

function roleOfIssuer(input: ReportInput, evidence: Evidence, roster: Roster): string {
	return roster.roleAt(input.issuer, historyOf(evidence, 'case', input.case.id).at(-1)?.index ?? 0) ?? 'nobody';
}

function reportItem(item: ItemInput, input: ReportInput, evidence: Evidence): ReportItem {
	const received = receivedOf(evidence, item.id)?.statement;
	if (received === undefined)
		throw new CustosError('bad-proof', 'an item without the entry that received it cannot be reported');
	return {
		id: item.id,
		folder: itemFolder(item),
		class: 'original',
		parent: null,
		exhibits: item.exhibits.map(({ clip, ...exhibit }) => ({
			...exhibit,
			label: exhibitLabel(input.case.prefix ?? '', {
				item: exhibit.number,
				clip: exhibit.clipNumber ?? undefined,
			}),
			clip: clip && { ...clip, tags: [...clip.tags], people: [...clip.people] },
		})),
		name: nameOf(item.path),
		path: item.path,
		size: item.size,
		modified: item.modified,
		sha256: item.sha256,
		hashedBy: hashedBy(item, evidence, input.language),
		sealed: { prefix: received.prefix, body: received.body.sha256, size: received.body.size },
		files: itemFiles(item),
	};
}
