import { codeLines, madeLines } from '../domain/recovery/card-text.ts';
import type { RecoveryCard } from '../domain/recovery/split-key.ts';
import { recoveryCardWords } from './words/recovery-card.ts';

/** What a card is of, beside its share. */
export interface RecoveryCardOf {
	/** The archive's name: the origin of its log. */
	archive: string;
	server: string;
	made: Date;
	language: 'en' | 'ru';
}

/** What stands on a card, in the order it stands there. */
export interface RecoveryCardSaid {
	title: string;
	about: string[];
	facts: [label: string, value: string][];
	/** The six lines to be typed. */
	lines: string[];
	proofTitle: string;
	proof: string[];
	todo: string[];
}

export function recoveryCardSaid(card: Required<RecoveryCard>, of: RecoveryCardOf): RecoveryCardSaid {
	const words = recoveryCardWords[of.language];
	return {
		title: words.title(card.number, card.count),
		about: words.about(card.needs, card.count),
		facts: words.facts(of.archive, of.server, of.made.toISOString().slice(0, 10)),
		lines: codeLines(card),
		proofTitle: words.proof,
		proof: madeLines(card),
		todo: words.todo,
	};
}

/** A card as a file of text, which programs read again. */
export function recoveryCardText({ title, about, facts, lines, proofTitle, proof, todo }: RecoveryCardSaid): string {
	const parts = [[title], about, aligned(facts), lines, [proofTitle, ...proof], todo];
	return parts.map((part) => `${part.join('\n')}\n`).join('\n');
}

function aligned(facts: RecoveryCardSaid['facts']): string[] {
	const width = Math.max(...facts.map(([label]) => label.length)) + 3;
	return facts.map(([label, value]) => `${`${label}:`.padEnd(width)}${value}`);
}
