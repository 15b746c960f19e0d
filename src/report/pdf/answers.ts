import { NOT_KNOWN } from '../../client/put/intake-record.ts';
import { inOrder } from '../verify/call-item.ts';
import { knownLines } from '../verify/known-bytes.ts';
import type { CustodyReport, Fields, Unkept } from '../verify/report-model.ts';
import { unkeptLines } from '../verify/unkept-words.ts';
import { CAPTURE, captureClaims } from './delivery.ts';
import { brief } from './visible.ts';
import type { Words } from './words.ts';

/** Letters of one list of people in an answer, and of a sentence that somebody wrote or that names items. */
const [LIST, SENTENCE] = [150, 340];

/** The same as the report has, exhibits first. */
export function unkeptInOrder({ items, verification: { unkept = [] } }: CustodyReport): Unkept[] {
	return inOrder(items).flatMap(({ id }) => unkept.filter(({ item }) => item === id));
}

/** Goldstein's six questions to any photograph in court, answered from the report alone. */
export function answers(report: CustodyReport, words: Words): { question: string; answer: string }[] {
	if (report.items.length === 0)
		return words.questions.map((question) => ({ question, answer: words.expunged.nothing }));
	const given = [
		capture(report, words),
		access(report, words),
		altered(report, words),
		enhanced(report, words),
		words.answers.repeatable,
		words.answers.since,
	];
	return words.questions.map((question, i) => ({ question, answer: given[i] as string }));
}

function capture(report: CustodyReport, words: Words): string {
	const { answers: say } = words;
	const claims = report.origin.intakes.flatMap(({ record }) => captureClaims(record ?? {}, report.language, words));
	const times = report.acquisition.map((one) => one.attested.slice(0, 10)).sort();
	const by = [...new Set(report.acquisition.map((one) => one.collector))].join(', ');
	const claimed =
		claims.length === 0
			? unclaimed(report, words)
			: say.captureClaim(brief([...new Set(claims)].join('; '), SENTENCE, words.further));
	return `${claimed} ${say.receivedBetween(times[0] ?? '', times.at(-1) ?? '', brief(by, LIST, words.further))}`;
}

/** Of the recording nothing is claimed: because it is not known, or because it is kept back, as far as the report tells. */
function unclaimed({ origin, report }: CustodyReport, { answers: say }: Words): string {
	const { choices, withheld } = report.disclosure ?? {};
	const whole = new Set(withheld?.filter(({ fields }) => fields === null).map(({ index }) => index));
	const says = (record: Fields | null): boolean =>
		record !== null && CAPTURE.every((name) => record[name] === NOT_KNOWN);
	if (choices?.origin === false) return say.captureKeptBack;
	if (origin.intakes.length === 0) return say.captureUnknown;
	if (origin.intakes.every(({ record }) => says(record))) return say.captureNotKnown;
	return origin.intakes.every(({ index }) => whole.has(index)) ? say.captureKeptBack : say.captureUnknown;
}

function access({ access: given }: CustodyReport, { answers: say, roles, further }: Words): string {
	const people = given.people
		.filter((person) => person.granted > 0)
		.map(
			({ actor, roles: had, granted }) => `${actor} (${had.map((role) => roles[role] ?? role).join(', ')}) ${granted}×`,
		);
	const opened =
		people.length === 0 ? say.accessNone : say.access(brief(people.join(', '), LIST, further), given.granted.length);
	return `${opened} ${say.refused(given.denied.length)} ${say.depositor}`;
}

/** What is known of the bytes is said of those items alone that are well kept; the others are named. Exhibits first: not all have room here. */
function altered(report: CustodyReport, { answers: say, further }: Words): string {
	const unkept = unkeptInOrder(report);
	const ordered = { ...report, items: inOrder(report.items) };
	const lines = [...knownLines(ordered, unkept), ...unkeptLines(ordered, unkept)];
	return [...lines.map((line) => `${brief(line.replace(/\.$/, ''), SENTENCE, further)}.`), say.before].join(' ');
}

function enhanced(report: CustodyReport, { answers: say, further }: Words): string {
	const made = report.custody.filter((row) => row.event === 'derivative.made' && row.outcome === 'accepted');
	if (made.length === 0) return say.enhancedNone;
	const days = [...new Set(made.map((row) => row.attested.slice(0, 10)))];
	const when = days.length > 2 ? `${days[0]} – ${days.at(-1)}` : days.join(', ');
	const by = [...new Set(made.map((row) => row.actor))].join(', ');
	return say.enhanced(made.length, brief(by, LIST, further), when);
}
