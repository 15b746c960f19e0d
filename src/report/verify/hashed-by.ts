import type { Language } from './event-words.ts';
import { type Evidence, historyOf, isAccepted, receivedOf } from './evidence.ts';
import type { ReportItem } from './report-model.ts';
import { pseudonym } from './roster.ts';

type Saying = (who: string, index: number) => string;
const words: { readonly [L in Language]: { depositor: Saying; worker: Saying } } = {
	en: {
		depositor: (who, index) => `${who}, who deposited it (entry ${index})`,
		worker: (who, index) => `again ${who}, who opened the stored copy (entry ${index})`,
	},
	ru: {
		depositor: (who, index) => `${who}, передавший файл (запись ${index})`,
		worker: (who, index) => `повторно ${who}, открывший хранимую копию (запись ${index})`,
	},
};

/**
 * Who computed an item's plaintext hash: whoever deposited it, and the worker that opened the stored copy and found it to be the same.
 * By the entries alone, which show no place and no device; null where the hash is not disclosed.
 */
export function hashedBy(
	item: Pick<ReportItem, 'id' | 'sha256'>,
	evidence: Evidence,
	language: Language,
): string | null {
	const received = receivedOf(evidence, item.id);
	if (item.sha256 === null || received === undefined) return null;
	const says = words[language];
	const kept = historyOf(evidence, 'item', item.id).find((entry) => isAccepted(entry, 'item.kept'));
	return [
		says.depositor(pseudonym(received.statement.actor), received.index),
		...(kept === undefined ? [] : [says.worker(pseudonym(kept.statement.actor), kept.index)]),
	].join('; ');
}
