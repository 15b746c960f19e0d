import { combine } from 'shamir-secret-sharing';
import { platform } from '#platform';
import { type Bytes, equal, toHex } from '../bytes.ts';
import { CardFault } from './card-fault.ts';
import { keyTag, type RecoveryCard } from './split-key.ts';

/** A card with its place in the list that was given. */
type Placed = readonly [place: number, card: RecoveryCard];

/**
 * The recovery key from `needs` of its cards or more. What is made is compared with the public half that every card
 * names, so what is returned is the key. Throws `CardFault`, naming the cards that do not do; a card that is given twice
 * counts once.
 */
export async function joinCards(cards: readonly RecoveryCard[]): Promise<Bytes> {
	const all: Placed[] = [...cards.entries()];
	requireOne('other-key', all, (card) => toHex(card.key));
	requireOne('other-splitting', all, (card) => `${toHex(card.splitting)} ${card.needs} ${card.count}`);
	const first = cards[0];
	if (first === undefined) throw new CardFault({ kind: 'no-card' });
	requireAsMade(all);
	const once = all.filter(([place, one]) => cards.findIndex((other) => other.number === one.number) === place);
	const { needs } = first;
	if (once.length < needs) throw new CardFault({ kind: 'too-few', needs, given: once.length });
	for (const some of choose(once, needs)) {
		const secret = await makes(some);
		if (secret === undefined) continue;
		const altered = await strangers(once, some);
		if (altered.length > 0) throw new CardFault({ kind: 'altered', cards: altered });
		return secret;
	}
	throw new CardFault({ kind: 'no-key' });
}

/** All but the largest group are named; where two are equally large, all of them. */
function requireOne(kind: 'other-key' | 'other-splitting', all: readonly Placed[], of: (card: RecoveryCard) => string) {
	const groups = Object.values(Object.groupBy(all, ([, card]) => of(card))) as Placed[][];
	if (groups.length < 2) return;
	const most = Math.max(...groups.map((group) => group.length));
	const largest = groups.filter((group) => group.length === most);
	const odd = largest.length > 1 ? all : all.filter((one) => !largest[0]?.includes(one));
	throw new CardFault({ kind, cards: odd.map(([place]) => place) });
}

/** Where one card's text says what each share hashes to, the others are held against it. */
function requireAsMade(all: readonly Placed[]): void {
	const made = all.find(([, card]) => card.made !== undefined)?.[1].made;
	const altered = all.filter(([, card]) =>
		made === undefined
			? all.some(([, other]) => other.number === card.number && !equal(other.share, card.share))
			: made.shares[card.number - 1] !== toHex(platform.sha256(card.share)),
	);
	if (altered.length > 0) throw new CardFault({ kind: 'altered', cards: altered.map(([place]) => place) });
}

/** The key, if these cards make the one they name. */
async function makes(some: readonly Placed[]): Promise<Bytes | undefined> {
	const [, { key }] = some[0] as Placed;
	const shares = some.map(([, card]) => card.share);
	// Two shares at one place of the polynomial are no two shares.
	if (new Set(shares.map((share) => share.at(-1))).size < shares.length) return undefined;
	const secret = Uint8Array.from(await combine(shares));
	return equal(keyTag(platform.x25519Public(secret)), key) ? secret : undefined;
}

/** Those that do not make the key in the place of one that does. */
async function strangers(all: readonly Placed[], good: readonly Placed[]): Promise<number[]> {
	const altered: number[] = [];
	for (const one of all) {
		if (good.includes(one) || (await makes([...good.slice(1), one])) !== undefined) continue;
		altered.push(one[0]);
	}
	return altered;
}

function* choose<T>(all: readonly T[], size: number): Generator<T[]> {
	if (size === 0) return yield [];
	for (const [i, one] of all.entries()) for (const rest of choose(all.slice(i + 1), size - 1)) yield [one, ...rest];
}
