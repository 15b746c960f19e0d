import { CustosError, type ErrorCode } from '../errors.ts';

/**
 * What is wrong with cards. `line` counts from 1, `cards` are places in the list of cards that was given, from 0, so that
 * whoever laid them out can be told which.
 */
export type Fault =
	/** No code of a recovery card in this text, or not of a kind that is known. */
	| { kind: 'no-card' }
	| { kind: 'line-missing'; line: number }
	/** A line whose check does not agree: a typing mistake, most likely. */
	| { kind: 'line-wrong'; line: number }
	/** Each line is right by itself and the whole is not. */
	| { kind: 'whole-wrong' }
	| { kind: 'too-few'; needs: number; given: number }
	/** These are of another recovery key than the others. */
	| { kind: 'other-key'; cards: readonly number[] }
	/** Of the same key, and split at another time than the others. */
	| { kind: 'other-splitting'; cards: readonly number[] }
	/** These are well written, and are not what was made. */
	| { kind: 'altered'; cards: readonly number[] }
	/** One of those given was altered, and a further card is needed to tell which. */
	| { kind: 'no-key' };

const codes: { readonly [K in Fault['kind']]: ErrorCode } = {
	'no-card': 'bad-request',
	'line-missing': 'bad-request',
	'line-wrong': 'bad-request',
	'whole-wrong': 'damaged',
	'too-few': 'wrong-key',
	'other-key': 'conflict',
	'other-splitting': 'conflict',
	altered: 'damaged',
	'no-key': 'damaged',
};

/** A recovery card, or a set of them, that does not do. */
export class CardFault extends CustosError {
	readonly fault: Fault;

	constructor(fault: Fault) {
		super(codes[fault.kind], say(fault));
		this.fault = fault;
	}
}

function say(fault: Fault): string {
	const named = 'cards' in fault ? fault.cards.map((one) => one + 1).join(', ') : '';
	switch (fault.kind) {
		case 'no-card':
			return 'this is no recovery card';
		case 'line-missing':
			return `line ${fault.line} of this recovery card is missing`;
		case 'line-wrong':
			return `line ${fault.line} of this recovery card is mistyped`;
		case 'whole-wrong':
			return 'this recovery card is damaged';
		case 'too-few':
			return `${fault.needs} recovery cards are needed, ${fault.given} given`;
		case 'other-key':
			return `card ${named} of those given is of another recovery key`;
		case 'other-splitting':
			return `card ${named} of those given is of another splitting of this key`;
		case 'altered':
			return `card ${named} of those given was altered`;
		case 'no-key':
			return 'one of these cards was altered; one card more is needed to tell which';
	}
}
