import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { platform } from '../../src/domain/platform/node.ts';
import { codeForQr, formatCode } from '../../src/domain/recovery/card-code.ts';
import { codeLines, madeLines, parseCard } from '../../src/domain/recovery/card-text.ts';
import { joinCards } from '../../src/domain/recovery/join-cards.ts';
import { type RecoveryCard, splitKey } from '../../src/domain/recovery/split-key.ts';

type Cards = Required<RecoveryCard>[];
const secret = new Uint8Array(32).fill(0xa7);
let cards: Cards;

beforeAll(async () => {
	cards = await splitKey(secret, 3, 5);
});

const whole = (card: Required<RecoveryCard>): string =>
	['Recovery card', '', ...codeLines(card), '', ...madeLines(card)].join('\n');
/** As somebody typed it from paper: the six lines and nothing else. */
const typed = (card: RecoveryCard): RecoveryCard => parseCard(codeLines(card).join('\r\n').toLowerCase());
const pick = (...numbers: number[]): RecoveryCard[] => numbers.map((number) => cards[number - 1] as RecoveryCard);
const altered = (card: RecoveryCard): RecoveryCard => {
	const share = Uint8Array.from(card.share);
	share[5] = (share[5] as number) ^ 1;
	const { made: _, ...code } = card;
	return { ...code, share };
};
const fault = (given: readonly RecoveryCard[]) =>
	joinCards(given).then(
		() => undefined,
		(error: { fault: object }) => error.fault,
	);

test('any three of five make the key, from whole texts, typed lines and QR codes alike; two do not', async () => {
	const forms = [
		(card: Required<RecoveryCard>) => parseCard(whole(card)),
		typed,
		(card: RecoveryCard) => parseCard(codeForQr(formatCode(card))),
	];
	for (const form of forms) {
		const all = cards.map(form);
		for (let a = 0; a < 5; a++)
			for (let b = a + 1; b < 5; b++) {
				expect(await fault([all[a], all[b], all[a]] as RecoveryCard[])).toEqual({
					kind: 'too-few',
					needs: 3,
					given: 2,
				});
				for (let c = b + 1; c < 5; c++)
					expect(await joinCards([all[c], all[a], all[b]] as RecoveryCard[])).toEqual(secret);
			}
		expect(await joinCards(all)).toEqual(secret);
	}
});

test('a lie about how many are needed ends in no key, never in a wrong one', async () => {
	expect(await fault(pick(1, 2).map((card) => ({ ...card, needs: 2 })))).toEqual({ kind: 'no-key' });
});

test('the example of FORMAT.md is card 1 of 3, whole', async () => {
	const page = await readFile(new URL('../../src/domain/recovery/FORMAT.md', import.meta.url), 'utf8');
	const card = parseCard(page);
	expect(card).toMatchObject({ number: 1, count: 3, needs: 2 });
	expect(card.made?.publicKey).toEqual(platform.x25519Public(new Uint8Array(32).fill(3)));
	expect(await fault([card])).toEqual({ kind: 'too-few', needs: 2, given: 1 });
});

describe('what is wrong is named', () => {
	test('a single mistyped, missing or swapped letter, with its line', () => {
		const lines = codeLines(cards[0] as RecoveryCard);
		const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
		let missed = 0;
		for (const [i, line] of lines.entries()) {
			for (let at = 3; at < line.length; at++) {
				if (line[at] === ' ') continue;
				const other = letters[(letters.indexOf(line[at] as string) + 1 + at) % 32] as string;
				if (other === line[at]) continue;
				const wrong = lines.with(i, line.slice(0, at) + other + line.slice(at + 1)).join('\n');
				try {
					parseCard(wrong);
					expect.unreachable();
				} catch (error) {
					const { fault: found } = error as { fault: { kind: string; line?: number } };
					if (found.kind === 'whole-wrong') missed++;
					else expect(found).toEqual({ kind: 'line-wrong', line: i + 1 });
				}
			}
			const without = lines.toSpliced(i, 1).join('\n');
			expect(() => parseCard(without)).toThrow(`line ${i + 1} of this recovery card is missing`);
			const short = lines.with(i, line.slice(0, -1)).join('\n');
			expect(() => parseCard(short)).toThrow(`line ${i + 1} of this recovery card is mistyped`);
		}
		// One in 256 is found by the check of the whole instead.
		expect(missed).toBeLessThan(8);
		expect(() => parseCard('My dear, the cards are with mother.')).toThrow('no recovery card');
		const mixed = [...lines.slice(0, 3), ...codeLines(cards[1] as RecoveryCard).slice(3)].join('\n');
		expect(() => parseCard(mixed)).toThrow('damaged');
	});

	test('a card that was altered and given right checks again', async () => {
		expect(await fault([...pick(1, 2), altered(cards[3] as RecoveryCard)])).toEqual({ kind: 'altered', cards: [2] });
		// From paper there are no hashes beside: three such cards do not tell which, four do.
		const paper = [typed(altered(cards[0] as RecoveryCard)), ...pick(2, 3).map(typed)];
		expect(await fault(paper)).toEqual({ kind: 'no-key' });
		expect(await fault([...paper, typed(cards[4] as RecoveryCard)])).toEqual({ kind: 'altered', cards: [0] });
		expect(await fault([...paper, typed(cards[0] as RecoveryCard)])).toEqual({ kind: 'altered', cards: [0, 3] });
	});

	test('a text whose code and hashes do not belong together', () => {
		const text = whole(cards[0] as Required<RecoveryCard>);
		const hash = cards[2]?.made.shares[2] as string;
		expect(() =>
			parseCard(
				text.replace(
					hash,
					hash.replace(/^./, (first) => (first === '0' ? '1' : '0')),
				),
			),
		).toThrow('altered');
		expect(() => parseCard(text.replace(`card 3: ${hash}\n`, ''))).toThrow('altered');
	});

	test('cards of another archive, and of another splitting of the same key', async () => {
		const [another, again] = [await splitKey(new Uint8Array(32).fill(9), 3, 5), await splitKey(secret, 3, 5)];
		expect(await fault([...pick(1, 2), another[2] as RecoveryCard])).toEqual({ kind: 'other-key', cards: [2] });
		expect(await fault([again[0] as RecoveryCard, ...pick(2, 3)])).toEqual({ kind: 'other-splitting', cards: [0] });
		expect(await fault([...pick(1), again[1] as RecoveryCard])).toEqual({ kind: 'other-splitting', cards: [0, 1] });
	});
});

test('whatever is in a text, it is a card or is said to be none', () => {
	fc.assert(
		fc.property(fc.string({ maxLength: 400 }), fc.nat(5), (noise, i) => {
			const lines = codeLines(cards[0] as RecoveryCard);
			for (const text of [noise, lines.with(i, `${i + 1} ${noise}`).join('\n')]) {
				try {
					parseCard(text);
				} catch (error) {
					expect(error).toMatchObject({ name: 'CustosError', fault: { kind: expect.any(String) } });
				}
			}
		}),
	);
});

test('a splitting nobody should make is refused', async () => {
	for (const [needs, count] of [
		[1, 3],
		[4, 3],
		[2, 17],
		[0, 0],
		[2.5, 3],
	] as const)
		await expect(splitKey(secret, needs, count)).rejects.toMatchObject({ code: 'bad-request' });
	await expect(splitKey(secret.subarray(1), 2, 3)).rejects.toMatchObject({ code: 'bad-key' });
});
