import { z } from 'zod';
import { platform } from '#platform';
import { type Bytes, concat, equal, fromHex, text, toHex, utf8 } from '../bytes.ts';
import { canonical, type Json, parseCanonical } from '../canonical.ts';
import { CustosError } from '../errors.ts';
import { Hex32 } from '../ids.ts';
import { rootOf } from './merkle.ts';

/**
 * The sealed detail of a statement: named fields that only members of the case can read. The statement commits to the
 * root of an RFC 6962 tree over salted field hashes, in the order of the names, so that one field can be shown to a
 * court while its neighbours stay unguessable.
 */
export interface Detail {
	/** 32 bytes; every field's salt is HMAC-SHA256(seed, name). */
	seed: Bytes;
	fields: { readonly [name: string]: Json };
}

/** One field opened: enough to recompute its leaf, nothing about the others. */
export interface OpenField {
	name: string;
	value: Json;
	salt: Bytes;
}

/** The fields' values were parsed from JSON, so they are JSON. */
const Plain = z.strictObject({ v: z.literal(1), seed: Hex32, fields: z.record(z.string(), z.custom<Json>()) });

export function fieldSalt(seed: Uint8Array, name: string): Bytes {
	return platform.hmacSha256(seed, utf8(name));
}

/** The RFC 6962 leaf hash of salt ‖ canonical [name, value]. */
export function fieldHash(field: OpenField): Bytes {
	return platform.sha256(new Uint8Array([0]), field.salt, utf8(canonical([field.name, field.value])));
}

type FieldHashes = readonly { readonly name: string; readonly hash: Bytes }[];

/** A detail is hashed once, for its root and for what is shown of it; nobody changes one that is made. */
const hashed = new WeakMap<Detail, FieldHashes>();

/** The field hashes in the order of their names. */
export function fieldHashes(detail: Detail): FieldHashes {
	const known = hashed.get(detail);
	if (known !== undefined) return known;
	const hashes = Object.keys(detail.fields)
		.sort()
		.map((name) => ({
			name,
			hash: fieldHash({ name, value: detail.fields[name] as Json, salt: fieldSalt(detail.seed, name) }),
		}));
	hashed.set(detail, hashes);
	return hashes;
}

export function detailRoot(detail: Detail): Bytes {
	return rootOf(fieldHashes(detail).map((field) => field.hash));
}

/** The bytes to seal, padded with spaces to a multiple of 256 so that lengths of names do not show. */
export function encodeDetail(detail: Detail): Bytes {
	const plain = utf8(canonical({ v: 1, seed: toHex(detail.seed), fields: detail.fields }));
	const padding = new Uint8Array((256 - (plain.length % 256)) % 256).fill(0x20);
	return concat(plain, padding);
}

/** Reads sealed bytes back and checks them against the root in the signed statement. Throws `damaged`. */
export function decodeDetail(bytes: Uint8Array, root: Uint8Array): Detail {
	const parsed = Plain.safeParse(parseCanonical(text(bytes).trimEnd()));
	if (!parsed.success) throw new CustosError('damaged', 'this sealed detail is malformed', { cause: parsed.error });
	const detail: Detail = { seed: fromHex(parsed.data.seed), fields: parsed.data.fields };
	if (!equal(detailRoot(detail), root))
		throw new CustosError('damaged', 'this sealed detail is not the one that was signed');
	return detail;
}
