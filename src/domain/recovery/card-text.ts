import { equal } from '../bytes.ts';
import { decodeRecipient, encodeRecipient } from '../envelope/age-keys.ts';
import { formatCode, parseCode } from './card-code.ts';
import { CardFault } from './card-fault.ts';
import { keyTag, type RecoveryCard, splittingTag } from './split-key.ts';

/** The lines of a card that a program reads again; `card-code` numbers them so that they can be typed off paper. */
export function codeLines(card: RecoveryCard): string[] {
	return formatCode(card).map((line, i) => `${i + 1}  ${line}`);
}

/** What a card says of all cards of its splitting: their public key and the SHA-256 of each share. */
export function madeLines({ made }: Required<RecoveryCard>): string[] {
	return [encodeRecipient(made.publicKey), ...made.shares.map((hash, i) => `card ${i + 1}: ${hash}`)];
}

/**
 * A card from its whole text, or from its six lines alone. Throws `CardFault`: also `altered` where the code and what stands
 * beside it do not belong together.
 */
export function parseCard(source: string): RecoveryCard {
	const code = parseCode(source);
	const key = /^\s*(age1[0-9a-z]+)\s*$/m.exec(source)?.[1];
	const shares = [...source.matchAll(/^\s*card (\d+): ([0-9a-f]{64})\s*$/gm)];
	if (key === undefined || shares.length === 0) return code;
	const made = { publicKey: decodeRecipient(key), shares: shares.map(([, , hash]) => hash as string) };
	const whole = shares.length === code.count && shares.every(([, number], i) => Number(number) === i + 1);
	if (!whole || !equal(keyTag(made.publicKey), code.key) || !equal(splittingTag(code.needs, made), code.splitting))
		throw new CardFault({ kind: 'altered', cards: [0] });
	return { ...code, made };
}
