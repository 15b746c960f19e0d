import { CustosError } from './errors.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export type Bytes = Uint8Array<ArrayBuffer>;

/** Up to this many characters writing them here is quicker than the engine's encoder, in a browser many times over. */
const SHORT = 256;

/** UTF-8 bytes of a string. */
export function utf8(text: string): Bytes {
	return (text.length <= SHORT ? ascii(text) : undefined) ?? (encoder.encode(text) as Bytes);
}

/** Undefined if a character is not ASCII. */
function ascii(text: string): Bytes | undefined {
	const out = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code > 0x7f) return undefined;
		out[i] = code;
	}
	return out;
}

/** The string of UTF-8 bytes; throws `bad-request` on invalid UTF-8. */
export function text(bytes: Uint8Array): string {
	try {
		return decoder.decode(bytes);
	} catch (cause) {
		throw new CustosError('bad-request', 'these bytes are not UTF-8 text', { cause });
	}
}

/** All parts, one after another, in a new array. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
	let size = 0;
	for (const part of parts) size += part.length;
	const out = new Uint8Array(size);
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}

/** Equal length and content. Takes the same time wherever they differ. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	let difference = 0;
	for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
	return difference === 0;
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

/** Node's own encoders, where there are any: several times as fast. */
const native = (
	globalThis as {
		Buffer?: {
			from(buffer: ArrayBufferLike, at: number, size: number): { toString(encoding: 'base64' | 'hex'): string };
			from(text: string, encoding: 'base64' | 'hex'): Uint8Array;
		};
	}
).Buffer;

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
	if (native !== undefined) return native.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
	let out = '';
	for (let i = 0; i < bytes.length; i++) out += HEX[bytes[i] as number];
	return out;
}

/** Bytes of lower-case hexadecimal; throws `bad-request` on anything else. */
export function fromHex(hex: string): Bytes {
	if (native === undefined && decodes.fromHex !== undefined && !UPPER_CASE.test(hex)) {
		try {
			return decodes.fromHex(hex);
		} catch (cause) {
			throw new CustosError('bad-request', 'expected lower-case hexadecimal', { cause });
		}
	}
	if (hex.length % 2 !== 0 || !/^[0-9a-f]*$/.test(hex)) {
		throw new CustosError('bad-request', 'expected lower-case hexadecimal');
	}
	const out = new Uint8Array(hex.length / 2);
	if (native !== undefined) {
		out.set(native.from(hex, 'hex'));
		return out;
	}
	for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
	return out;
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
/** The end of a canonical one: no bits are left over in the last digit. */
const BASE64_END = /(?:[A-Za-z0-9+/]{2}|[A-Za-z0-9+/][AEIMQUYcgkosw048]=|[AQgw]==)$/;
/** Newer engines bring decoders. */
const decodes: {
	fromBase64?: (encoded: string, options: { lastChunkHandling: 'strict' }) => Bytes;
	fromHex?: (encoded: string) => Bytes;
} = Uint8Array as object;
/** Quicker than a regular expression where the engine's own decoder comes first. */
const UPPER_CASE = /[A-F]/;

/** Standard base64 with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
	if (native !== undefined) return native.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
	let binary = '';
	for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
	return btoa(binary);
}

/** Bytes of canonical base64 with padding; throws `bad-request` on anything else, bits left over in the last digit included. */
export function fromBase64(encoded: string): Bytes {
	if (native === undefined && decodes.fromBase64 !== undefined) return decodedStrictly(encoded, decodes.fromBase64);
	const canonical =
		encoded.length % 4 === 0 && BASE64.test(encoded) && (encoded === '' || BASE64_END.test(encoded.slice(-3)));
	if (!canonical) throw new CustosError('bad-request', 'expected base64 with padding');
	if (native !== undefined) {
		const out = new Uint8Array(decodedSize(encoded));
		out.set(native.from(encoded, 'base64'));
		return out;
	}
	const binary = atob(encoded);
	const out = new Uint8Array(binary.length);
	for (let i = 0; i < out.length; i++) out[i] = binary.charCodeAt(i);
	return out;
}

/** Bytes of base64 that a database of ours wrote, broken into lines; of anything else it is not known what it gives. */
export function fromBase64Lines(encoded: string): Bytes {
	if (native === undefined) return fromBase64(encoded.replaceAll('\n', ''));
	// Lines are let pass, and nothing need be looked at twice.
	return native.from(encoded, 'base64') as Bytes;
}

/** The engine's own decoder lets white space pass, which then shows in the size; all else it refuses itself. */
function decodedStrictly(encoded: string, decode: NonNullable<typeof decodes.fromBase64>): Bytes {
	let out: Bytes | undefined;
	try {
		out = decode.call(Uint8Array, encoded, { lastChunkHandling: 'strict' });
	} catch (cause) {
		throw new CustosError('bad-request', 'expected base64 with padding', { cause });
	}
	if (encoded.length % 4 !== 0 || out.length !== decodedSize(encoded))
		throw new CustosError('bad-request', 'expected base64 with padding');
	return out;
}

function decodedSize(encoded: string): number {
	return (encoded.length / 4) * 3 - (encoded.endsWith('==') ? 2 : encoded.endsWith('=') ? 1 : 0);
}
