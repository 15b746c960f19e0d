import { readFoundingCode } from '../../../client/founding-code.ts';
import { toHex } from '../../../domain/bytes.ts';
import { CustosError } from '../../../domain/errors.ts';
import { parseKey } from '../../../domain/ledger/note.ts';
import { codeLines, madeLines, parseCard } from '../../../domain/recovery/card-text.ts';
import { joinCards } from '../../../domain/recovery/join-cards.ts';
import { type RecoveryCard, splitKey } from '../../../domain/recovery/split-key.ts';

/** The name that the archive will have: of the log whose key the code vouches for. */
export async function archiveNamed(code: string): Promise<string> {
	return parseKey((await readFoundingCode(location.origin, code)).log).name;
}

/** Splits the key into cards, as texts that `cardsOf` reads. Throws `internal` unless any of them make it again. */
export async function makeCards(secret: Uint8Array, needs: number, count: number): Promise<string[]> {
	const cards = await splitKey(secret, needs, count);
	const texts = cards.map((card) => [...codeLines(card), ...madeLines(card)].join('\n'));
	const read = texts.map(parseCard);
	for (const some of [read.slice(0, needs), read.slice(-needs)])
		if (toHex(await joinCards(some)) !== toHex(secret))
			throw new CustosError('internal', 'the recovery cards that were made do not make the key');
	return texts;
}

/** The cards of these texts, whole. */
export function cardsOf(texts: readonly string[]): Required<RecoveryCard>[] {
	return texts.map((text) => {
		const { made, ...card } = parseCard(text);
		if (made === undefined) throw new CustosError('internal', 'a recovery card was kept without its proof');
		return { ...card, made };
	});
}
