import { platform } from '#platform';
import { type Bytes, concat, toHex, utf8 } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { signCades } from './cades.ts';
import type { PaperSigner } from './paper-signer.ts';

/** As wide as the numbers that take its place. */
export const BYTE_RANGE_ROOM = 9_999_999_999n;
const ROOM = `/ByteRange [0 ${BYTE_RANGE_ROOM} ${BYTE_RANGE_ROOM} ${BYTE_RANGE_ROOM}]`;
const CONTENTS = '/Contents <';

/** Bytes to be kept free for a signature: its own, the certificates, a time token where there may be one. */
export function roomFor({ certificates, timestamp }: PaperSigner): number {
	const carried = certificates.reduce((sum, one) => sum + one.length, 0);
	return carried + 2048 + (timestamp === undefined ? 0 : 16_384);
}

/**
 * Signs a PDF that has room for it (`Sheet.signature`) as PAdES does: over every byte but the signature itself (ISO 32000-1,
 * 12.8.1). The input is not changed. Rejects with what the signer rejects with.
 */
export async function signPaper(pdf: Uint8Array, signer: PaperSigner): Promise<Bytes> {
	const signed = new Uint8Array(pdf);
	const range = find(signed, ROOM);
	const open = find(signed, CONTENTS) + CONTENTS.length - 1;
	const shut = signed.indexOf(0x3e, open) + 1;
	const numbers = `/ByteRange [0 ${open} ${shut} ${signed.length - shut}`;
	signed.set(utf8(`${numbers.padEnd(ROOM.length - 1)}]`), range);
	const covered = concat(signed.subarray(0, open), signed.subarray(shut));
	const signature = toHex(await signCades(platform.sha256(covered), signer));
	if (signature.length > shut - open - 2)
		throw new CustosError('internal', 'the signature is larger than the room that was kept for it');
	signed.set(utf8(signature), open + 1);
	return signed;
}

/** Where the text stands, once. */
function find(pdf: Uint8Array, text: string): number {
	const wanted = utf8(text);
	const found: number[] = [];
	for (let at = pdf.indexOf(wanted[0] as number); at >= 0; at = pdf.indexOf(wanted[0] as number, at + 1))
		if (wanted.every((byte, i) => pdf[at + i] === byte)) found.push(at);
	const [one, ...more] = found;
	if (one === undefined || more.length > 0)
		throw new CustosError('internal', 'the paper has not one place for a signature');
	return one;
}
