import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ReadAcknowledgement, readAcknowledgement } from '../../../client/case/hand-over.ts';
import type { LoggedEvent } from '../../../client/case/logged-event.ts';
import type { Marks } from '../../../client/case/marks.ts';
import { saidIn } from '../../../client/case/said.ts';
import { pseudonym } from '../../../client/identity.ts';
import { StatedCompleteness } from '../../../client/put/stated.ts';
import type { Id } from '../../../domain/ids.ts';
import type { StatementType } from '../../../domain/ledger/statement.ts';
import { attempted } from '../../../report/verify/attempted.ts';
import { eventWords } from '../../../report/verify/event-words.ts';
import { failureIn } from '../../../report/words/failures.ts';
import { type Formats, useFormats } from '../../parts/formats.ts';
import { useCases, useNames } from '../../session/queries.ts';

/** One event as it is told. All but the fixed words may have been chosen by somebody. */
export interface Told {
	index: number;
	/** Which event of its subject. */
	n: number;
	/** The notary's time. */
	noted: string;
	/** By the clock of whoever signed it. */
	signed: string;
	who: string;
	what: string;
	/** What it was about beside its subject: an exhibit's number, a person, a class. */
	about: string;
	why: string;
	/** The code of the refusal. */
	refused: string | undefined;
	unreadable: boolean;
	/** The item it is about; undefined for an event of the case itself. */
	item: Id | undefined;
	event: LoggedEvent;
}

/** Tells events in the person's language, with the names they know people by. */
export function useTelling(events: readonly LoggedEvent[], marks: Marks | undefined): Told[] {
	const { t, i18n } = useTranslation('custody');
	const format = useFormats();
	const names = useNames();
	const cases = useCases().data;
	const language = i18n.language === 'ru' ? 'ru' : 'en';
	return useMemo(() => {
		const prefixes = new Map((cases ?? []).map((one) => [one.id, one.prefix]));
		const labels = new Map((marks?.exhibits ?? []).map((one) => [one.id, one.label]));
		return events.map((event): Told => {
			const { statement: s, skeleton, index } = event.entry;
			const refused = /^denied:(.*)$/.exec(skeleton.result)?.[1];
			const cls = s.type === 'item.opened' || s.type === 'item.watched' ? [t(`class.${s.class}`)] : [];
			const person = 'person' in s && typeof s.person === 'string' ? [names(s.person)] : [];
			const exhibit = 'exhibit' in s ? [labels.get(s.exhibit) ?? ''] : [];
			const to = s.type === 'item.shared' ? [t('sharedTo', { to: prefixes.get(s.to) ?? s.to.slice(0, 8) })] : [];
			const place = event.elsewhere ? [t('elsewhere')] : [];
			const role = s.type === 'case.member-added' ? [t(`role.${s.role}`)] : [];
			return {
				index,
				n: skeleton.subject.n,
				noted: skeleton.time,
				signed: s.time,
				who: refused === undefined && byWorkers.has(s.type) ? workerIn(names(s.actor), s.actor, t) : names(s.actor),
				what: refused === undefined ? eventWords[language][s.type] : attempted(s, language),
				about: [...cls, ...person, ...role, ...exhibit, ...to, ...place].filter(Boolean).join(', '),
				why: whyOf(event, events, format, t, language),
				refused,
				unreadable: event.unreadable,
				item: skeleton.subject.kind === 'item' ? skeleton.subject.id : undefined,
				event,
			};
		});
	}, [events, marks, names, cases, language, format, t]);
}

/** What only a worker's key may sign. */
const byWorkers: ReadonlySet<StatementType> = new Set([
	'item.examining',
	'item.kept',
	'item.failed',
	'item.examined',
	'item.damaged',
	'item.restored',
	'derivative.made',
]);

/** A process that nobody has named is at least called one. */
function workerIn(called: string, key: string, t: Translate): string {
	return called === pseudonym(key) ? t('worker', { who: called }) : called;
}

type Translate = ReturnType<typeof useTranslation<'custody'>>['t'];

function whyOf(
	event: LoggedEvent,
	all: readonly LoggedEvent[],
	format: Formats,
	t: Translate,
	language: 'en' | 'ru',
): string {
	const { entry, fields } = event;
	const { type } = entry.statement;
	const stated = type === 'intake.closed' ? StatedCompleteness.safeParse(fields) : undefined;
	if (stated?.success) {
		const { kept, bytes, keptBefore, failed, skipped } = stated.data;
		return t('stated', { kept, bytes: format.bytes(bytes), before: keptBefore, failed, skipped });
	}
	if (type === 'report.acknowledged') return acknowledged(readAcknowledgement(event, all), t);
	if (type === 'item.watched' && Array.isArray(fields['ranges'])) return watched(fields['ranges'], format, t);
	const said = saidIn(fields);
	return type === 'item.failed' ? failureIn(language, said) : said;
}

/** What a recipient said; a signature was checked again just now. */
function acknowledged(read: ReadAcknowledgement, t: Translate): string {
	if (read.kind === 'worthless') return t('acknowledged.worthless');
	if (read.kind === 'by-hand')
		return t('acknowledged.byHand', { said: [read.said, read.when, read.on].filter(Boolean).join('; ') });
	const { by, key, result } = read.said;
	return t(`acknowledged.${result}`, { by: by || '–', key: pseudonym(key) });
}

/** How long was watched, as the player says. */
function watched(ranges: readonly unknown[], format: Formats, t: Translate): string {
	let ms = 0;
	for (const range of ranges) {
		const [from, to] = Array.isArray(range) ? range : [];
		if (typeof from === 'number' && typeof to === 'number' && to > from) ms += to - from;
	}
	return t('watched', { time: format.duration(ms) });
}
