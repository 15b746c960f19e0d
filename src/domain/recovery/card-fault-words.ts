import type { Fault } from './card-fault.ts';

const named = (cards: readonly string[]): string => cards.join(', ');

/** What is wrong with cards, for people. `cards` are the names of those that the fault is about. */
export const cardFaultWords = {
	en: (fault: Fault, cards: readonly string[]): string => {
		switch (fault.kind) {
			case 'no-card':
				return `${named(cards)} holds no recovery card`;
			case 'line-missing':
				return `${named(cards)}: line ${fault.line} of the six is missing`;
			case 'line-wrong':
				return `${named(cards)}: line ${fault.line} is mistyped; compare it with the card`;
			case 'whole-wrong':
				return `${named(cards)}: every line is right by itself and the whole is not: are the lines of one card?`;
			case 'too-few':
				return `${fault.needs} different cards are needed, and there are ${fault.given}`;
			case 'other-key':
				return `not of one recovery key, so of different archives: ${named(cards)}`;
			case 'other-splitting':
				return `not made together with the others, though of the same key: ${named(cards)}`;
			case 'altered':
				return `altered, not as it was made: ${named(cards)}; leave it out and take another`;
			case 'no-key':
				return 'these cards do not make the key they name: one was altered; give one card more and it will be named';
		}
	},
	ru: (fault: Fault, cards: readonly string[]): string => {
		switch (fault.kind) {
			case 'no-card':
				return `в ${named(cards)} нет карточки восстановления`;
			case 'line-missing':
				return `${named(cards)}: нет строки ${fault.line} из шести`;
			case 'line-wrong':
				return `${named(cards)}: ошибка в строке ${fault.line}; сверьте её с карточкой`;
			case 'whole-wrong':
				return `${named(cards)}: каждая строка сама по себе верна, а целое нет: все ли строки с одной карточки?`;
			case 'too-few':
				return `нужно разных карточек: ${fault.needs}, есть: ${fault.given}`;
			case 'other-key':
				return `карточки не одного ключа восстановления, то есть разных архивов: ${named(cards)}`;
			case 'other-splitting':
				return `сделаны не вместе с остальными, хотя ключ тот же: ${named(cards)}`;
			case 'altered':
				return `изменена, не такая, какой сделана: ${named(cards)}; возьмите вместо неё другую`;
			case 'no-key':
				return 'эти карточки не дают ключа, который называют: одна изменена; добавьте ещё карточку, и она будет названа';
		}
	},
};
