import { type Bytes, fromBase64, toBase64, utf8 } from '../bytes.ts';
import { CustosError } from '../errors.ts';

/** One `-> type arg…` of an age header, with its body decoded. */
export interface Stanza {
	readonly type: string;
	readonly args: readonly string[];
	readonly body: Bytes;
}

/** A parsed age header. Lengths are bytes from the beginning of the file. */
export interface Header {
	readonly stanzas: readonly Stanza[];
	/** The MAC covers the file up to here: through the `---` of the last line. */
	readonly coveredLength: number;
	readonly mac: Bytes;
	/** Where the header ends and the 16-byte nonce begins. */
	readonly length: number;
}

const VERSION_LINE = 'age-encryption.org/v1';
const COLUMNS = 64;
const MAC_SIZE = 32;
const ARGUMENT = /^[\x21-\x7e]+$/;

/** The header text up to and including `---`: what the MAC covers. */
export function writeCovered(stanzas: readonly Stanza[]): Bytes {
	let out = `${VERSION_LINE}\n`;
	for (const { type, args, body } of stanzas) {
		out += `-> ${[type, ...args].join(' ')}\n`;
		const encoded = encodeBase64(body);
		for (let at = 0; at <= encoded.length; at += COLUMNS) out += `${encoded.slice(at, at + COLUMNS)}\n`;
	}
	return utf8(`${out}---`);
}

/** The rest of the header's last line. */
export function writeMac(mac: Uint8Array): Bytes {
	return utf8(` ${encodeBase64(mac)}\n`);
}

/**
 * Reads the age v1 header (C2SP age, "Header") at the start of `file`; what follows it is not looked at.
 * As strict as the specification: one encoding for each header. Throws `damaged`.
 */
export function parseHeader(file: Uint8Array): Header {
	const lines = new Lines(file);
	if (lines.next() !== VERSION_LINE) throw malformed('it does not begin as age v1');
	const stanzas: Stanza[] = [];
	for (;;) {
		const start = lines.at;
		const line = lines.next();
		if (line.startsWith('-> ')) {
			stanzas.push(parseStanza(line, lines));
			continue;
		}
		if (!line.startsWith('--- ')) throw malformed('a line is neither a stanza nor the end');
		if (stanzas.length === 0) throw malformed('it has no recipient');
		const mac = decodeBase64(line.slice(4));
		if (mac.length !== MAC_SIZE) throw malformed('its MAC is not 32 bytes');
		return { stanzas, coveredLength: start + 3, mac, length: lines.at };
	}
}

function parseStanza(firstLine: string, lines: Lines): Stanza {
	const [type, ...args] = firstLine.slice(3).split(' ');
	if (type === undefined || ![type, ...args].every((argument) => ARGUMENT.test(argument))) {
		throw malformed('a stanza has an empty or unprintable argument');
	}
	let encoded = '';
	for (;;) {
		const line = lines.next();
		if (line.length > COLUMNS) throw malformed('a line of a stanza is longer than 64 columns');
		encoded += line;
		if (line.length < COLUMNS) break;
	}
	return { type, args, body: decodeBase64(encoded) };
}

/** Base64 without padding, as everywhere in an age header. */
export function encodeBase64(bytes: Uint8Array): string {
	return toBase64(bytes).replace(/=+$/, '');
}

/** Canonical base64 without padding. Throws `damaged`. */
export function decodeBase64(encoded: string): Bytes {
	if (encoded.includes('=')) throw malformed('its base64 is not canonical');
	try {
		return fromBase64(encoded + '='.repeat((4 - (encoded.length % 4)) % 4));
	} catch (cause) {
		throw malformed('its base64 is not canonical', cause);
	}
}

/** Lines of printable ASCII ended by LF. */
class Lines {
	at = 0;
	readonly #file: Uint8Array;

	constructor(file: Uint8Array) {
		this.#file = file;
	}

	next(): string {
		const end = this.#file.indexOf(0x0a, this.at);
		if (end === -1) throw malformed('it is cut short');
		let line = '';
		for (; this.at < end; this.at++) {
			const byte = this.#file[this.at] as number;
			if (byte < 0x20 || byte > 0x7e) throw malformed('it holds a byte that is not printable ASCII');
			line += String.fromCharCode(byte);
		}
		this.at = end + 1;
		return line;
	}
}

/** The error for every header that does not parse. */
export function malformed(why: string, cause?: unknown): CustosError {
	return new CustosError('damaged', `the age header is malformed: ${why}`, { cause });
}
