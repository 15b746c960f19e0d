import { canonical, type Json } from '../../domain/canonical.ts';
import type { Evidence } from './evidence.ts';
import { fixedSentences, provenSentences, redactionsOf } from './fixed-sentences.ts';
import { hashedBy } from './hashed-by.ts';
import { onWord } from './on-word.ts';
import type { CustodyReport } from './report-model.ts';

/**
 * What no entry ever holds and the issuer may write freely, where it is written; and sentences that are fixed, where they are
 * others: an earlier version may have had other words, so that these are named too and not refused.
 */
export function issuersOwn(report: CustodyReport, evidence: Evidence): string[] {
	const { report: head, case: matter, certification } = report;
	const { purpose, recipient, authority, supersedes, disclosure } = head;
	const { legalBasis, consent, restrictions, victimProtection, details } = matter;
	return [
		...written({ ...(disclosure === undefined && { purpose, recipient }), authority, supersedes }, 'the report'),
		...written({ qualification: certification.qualification }, 'the report'),
		...otherSentences(report).map((name) => onWord(name, 'the report')),
		...written({ legalBasis, consent, restrictions, victimProtection }, 'the case'),
		...(Object.keys(details).length > 0 ? [onWord('details', 'the case')] : []),
		...report.items.flatMap((item) =>
			item.hashedBy === hashedBy(item, evidence, report.language)
				? []
				: written({ hashedBy: item.hashedBy }, `item ${item.id}`),
		),
	];
}

function written(values: { [name: string]: string | null }, what: string): string[] {
	return Object.entries(values).flatMap(([name, value]) => (value === null ? [] : onWord(name, what)));
}

/** The fields whose sentences are not the fixed ones. */
function otherSentences(report: CustodyReport): string[] {
	const { statement, ...notKnown } = fixedSentences(report);
	const { proven, notProven } = provenSentences(report, report.verification.unkept ?? []);
	const { disclosure, redactions } = report.report;
	const gaps = Object.keys(notKnown) as (keyof typeof notKnown)[];
	const due: { [name: string]: readonly [said: Json, fixed: Json] } = {
		statement: [report.certification.statement, statement],
		proven: [report.verification.proven, proven],
		notProven: [report.verification.notProven, notProven],
		notKnown: [gaps.map((name) => report[name].notKnown), gaps.map((name) => notKnown[name])],
		redactions: [
			redactions,
			disclosure === undefined ? [] : redactionsOf(disclosure.choices, report.language, report.items),
		],
	};
	return Object.entries(due).flatMap(([name, [said, fixed]]) => (canonical(said) === canonical(fixed) ? [] : name));
}
