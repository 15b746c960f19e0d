import { base32crockford } from '@scure/base';
import { platform } from '#platform';
import { type Bytes, concat, equal, utf8 } from '../bytes.ts';
import { CardFault } from './card-fault.ts';

/** What the code of a card says; FORMAT.md has the places. */
export interface CardCode {
	/** From 1 to `count`. */
	number: number;
	count: number;
	/** How many cards make the key. */
	needs: number;
	/** Of which recovery key: 8 bytes of a hash of its public half. */
	key: Bytes;
	/** Of which splitting of it: 6 bytes of a hash over all shares. */
	splitting: Bytes;
	/** 33 bytes. */
	share: Bytes;
}

const NAME = utf8('custos/recovery-card/v1\n');
const LINES = 6;
const LINE = 9;
const VERSION = 1;
/** Before the six lines in a QR code. */
const QR = 'CUSTOS:RECOVERY/';

/** Six lines of four groups of four letters and digits, each with a check of its own. */
export function formatCode(code: CardCode): string[] {
	const head = new Uint8Array([VERSION, code.needs, code.count, code.number]);
	const said = concat(head, code.key, code.splitting, code.share);
	const whole = concat(said, platform.sha256(concat(NAME, said)).subarray(0, LINES * LINE - said.length));
	return Array.from({ length: LINES }, (_, i) => {
		const line = whole.subarray(i * LINE, (i + 1) * LINE);
		const letters = base32crockford.encode(concat(line, lineCheck(i + 1, line)));
		return (letters.match(/.{4}/g) ?? []).join(' ');
	});
}

/** The same for a camera: only letters that a QR code holds densely. */
export function codeForQr(lines: readonly string[]): string {
	return QR + lines.join('').replaceAll(' ', '');
}

/** The code in a card's text, in lines that somebody typed after their numbers, or in what a camera read. Throws `CardFault`. */
export function parseCode(source: string): CardCode {
	const pieces = Array.from(linesOf(source), ([line, letters]) => readLine(line, letters));
	const whole = concat(...pieces);
	const said = whole.subarray(0, 51);
	if (!equal(whole.subarray(51), platform.sha256(concat(NAME, said)).subarray(0, 3)))
		throw new CardFault({ kind: 'whole-wrong' });
	const [version, needs, count, number] = said as unknown as [number, number, number, number];
	if (version !== VERSION || needs < 2 || needs > count || number < 1 || number > count)
		throw new CardFault({ kind: 'no-card' });
	return { number, count, needs, key: said.slice(4, 12), splitting: said.slice(12, 18), share: said.slice(18) };
}

function* linesOf(source: string): Generator<[number, string]> {
	const found = new Map<number, string>();
	for (const [, number, letters] of source.matchAll(/^[ \t]*([1-6])[.:)]?[ \t]+([0-9A-Za-z \t-]+?)[ \t]*\r?$/gm))
		found.set(Number(number), (letters as string).replace(/[ \t-]/g, '').toUpperCase());
	const [, scanned = ''] = found.size > 0 ? [] : (/CUSTOS:RECOVERY\/([0-9A-Z]*)/.exec(source) ?? []);
	for (const [i, line] of (scanned.match(/.{1,16}/g) ?? []).entries()) found.set(i + 1, line);
	if (found.size === 0) throw new CardFault({ kind: 'no-card' });
	for (let line = 1; line <= LINES; line++) {
		const letters = found.get(line);
		if (letters === undefined) throw new CardFault({ kind: 'line-missing', line });
		yield [line, letters];
	}
}

function readLine(line: number, letters: string): Uint8Array {
	const wrong = new CardFault({ kind: 'line-wrong', line });
	let bytes: Uint8Array;
	try {
		bytes = base32crockford.decode(letters);
	} catch {
		throw wrong; // the cause would quote the line
	}
	const said = bytes.subarray(0, LINE);
	if (bytes.length !== LINE + 1 || !equal(bytes.subarray(LINE), lineCheck(line, said))) throw wrong;
	return said;
}

function lineCheck(line: number, said: Uint8Array): Uint8Array {
	return platform.sha256(concat(NAME, new Uint8Array([line]), said)).subarray(0, 1);
}
