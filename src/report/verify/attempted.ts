import type { Statement } from '../../domain/ledger/statement.ts';
import { attemptWords, eventWords, type Language } from './event-words.ts';

/** What somebody tried and the notary refused, in words. */
export function attempted(s: Pick<Statement, 'type'>, language: Language): string {
	const words = attemptWords[language];
	return s.type === 'item.opened' || s.type === 'item.examining'
		? words.opening
		: words.other(eventWords[language][s.type]);
}
