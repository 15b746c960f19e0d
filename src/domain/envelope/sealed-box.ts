import nacl from 'tweetnacl';
import { z } from 'zod';
import { platform } from '#platform';
import { type Bytes, concat, equal, fromBase64, text, toBase64, toHex, utf8 } from '../bytes.ts';
import { canonical, parseCanonical } from '../canonical.ts';
import { CustosError, isCustosError } from '../errors.ts';
import { type BoxKey, boxKey } from './box-key.ts';

const VERSION = 1;
const NONCE_AT = 33;
const COMMITMENT_AT = NONCE_AT + nacl.box.nonceLength;
const BOX_AT = COMMITMENT_AT + 32;
const PAYLOAD = '"payload":"';
/** Sealers whose shared key an opener remembers. */
const SEALERS = 1000;

/** What a sealed box says about itself inside, and what its reader expects. */
export interface BoxContext {
	/** What is sealed and of which thing, such as `case-secret ` and the case's id. */
	readonly what: string;
	/** What it may be used for. */
	readonly purpose: string;
	/** Generation of the key that is sealed or sealed to. */
	readonly generation: number;
}

const Plaintext = z.strictObject({
	v: z.literal(1),
	what: z.string(),
	for: z.string(),
	purpose: z.string(),
	generation: z.number().int().min(0),
	payload: z.string().transform(fromBase64),
});

/** Seals a small secret to an X25519 public key, anonymously. FORMAT.md, "Sealed box". Throws `bad-key`. */
export function sealTo(recipient: Uint8Array, context: BoxContext, payload: Uint8Array): Bytes {
	return createSealer(recipient)(context, payload);
}

/**
 * Seals many secrets to one recipient under one ephemeral key: the shared key is computed once. The boxes of one sealer
 * can be seen to belong together. Throws `bad-key`.
 */
export function createSealer(recipient: Uint8Array): (context: BoxContext, payload: Uint8Array) => Bytes {
	const { share: ephemeral, shared } = platform.x25519Ephemeral(recipient);
	const { key, commitment } = boxKey(shared, ephemeral, recipient);
	const recipientHex = toHex(recipient);
	return ({ what, purpose, generation }, payload) => {
		const nonce = platform.randomBytes(nacl.box.nonceLength);
		const plaintext = { v: 1, what, for: recipientHex, purpose, generation, payload: toBase64(payload) };
		const box = nacl.box.after(utf8(canonical(plaintext)), nonce, key);
		return concat(Uint8Array.of(VERSION), ephemeral, nonce, commitment, box);
	};
}

/** Opens one sealed box and returns its payload. Errors as `createOpener`. */
export function openSealed(secret: Uint8Array, sealed: Uint8Array, expected: BoxContext): Bytes {
	return createOpener(secret)(sealed, expected);
}

/**
 * Opens many boxes with one secret; boxes of the same sealer cost one X25519 together, in whatever order they come. The opener throws `wrong-key`
 * (made for another key: the commitment differs), `damaged` (altered, cut, or sealed as something other than
 * `expected`), `bad-key` (a zero or small-order ephemeral key).
 */
export function createOpener(secret: Uint8Array): (sealed: Uint8Array, expected: BoxContext) => Bytes {
	const recipient = platform.x25519Public(secret);
	const recipientHex = toHex(recipient);
	const known = new Map<string, BoxKey>();
	return (sealed, expected) => {
		if (sealed.length < BOX_AT + nacl.box.overheadLength) throw damaged('it is cut short');
		if (sealed[0] !== VERSION) throw damaged('its version is unknown');
		const ephemeral = sealed.slice(1, NONCE_AT);
		const name = toHex(ephemeral);
		const box = known.get(name) ?? boxKey(platform.x25519(secret, ephemeral), ephemeral, recipient);
		if (known.size >= SEALERS) known.clear();
		known.set(name, box);
		const { key, commitment } = box;
		if (!equal(sealed.subarray(COMMITMENT_AT, BOX_AT), commitment)) {
			throw new CustosError('wrong-key', 'this sealed box was made for another key');
		}
		const opened = platform.secretboxOpen(key, sealed.subarray(NONCE_AT, COMMITMENT_AT), sealed.subarray(BOX_AT));
		if (opened === null) throw damaged('it does not authenticate');
		return checkedPayload(opened, { ...expected, for: recipientHex });
	};
}

function checkedPayload(plaintext: Uint8Array, expected: BoxContext & { readonly for: string }): Bytes {
	const payload = payloadBetween(plaintext, around(expected));
	if (payload !== undefined) return payload;
	// It is another: what of it is said.
	const found = parsePlaintext(plaintext);
	for (const name of ['what', 'for', 'purpose', 'generation'] as const) {
		if (found[name] !== expected[name]) throw damaged(`its "${name}" is not what was asked for`);
	}
	return found.payload;
}

/** The canonical text of a plaintext up to its payload, and after it. */
function around(expected: BoxContext & { readonly for: string }): [before: string, after: string] {
	const { what, for: recipient, purpose, generation } = expected;
	const whole = canonical({ v: 1, what, for: recipient, purpose, generation, payload: '' });
	// Only hexadecimal digits and a number come before it in the order of names.
	const at = whole.indexOf(PAYLOAD) + PAYLOAD.length;
	return [whole.slice(0, at), whole.slice(at)];
}

/** What stands between, if it is canonical base64: the whole is then the one text that says what was expected. */
function payloadBetween(plaintext: Uint8Array, [before, after]: [string, string]): Bytes | undefined {
	try {
		const source = text(plaintext);
		if (source.length < before.length + after.length) return undefined;
		if (!source.startsWith(before) || !source.endsWith(after)) return undefined;
		return fromBase64(source.slice(before.length, source.length - after.length));
	} catch (error) {
		if (!isCustosError(error)) throw error;
		return undefined;
	}
}

function parsePlaintext(plaintext: Uint8Array): z.infer<typeof Plaintext> {
	try {
		return Plaintext.parse(parseCanonical(text(plaintext)));
	} catch (cause) {
		if (cause instanceof z.ZodError || isCustosError(cause)) throw damaged('its content is malformed');
		throw cause;
	}
}

function damaged(why: string): CustosError {
	return new CustosError('damaged', `this sealed box does not open: ${why}`);
}
