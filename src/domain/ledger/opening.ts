import { z } from 'zod';
import { type Bytes, concat, equal, fromHex, text, toHex, utf8 } from '../bytes.ts';
import { canonical, type Json, parseCanonical } from '../canonical.ts';
import { CustosError, isCustosError } from '../errors.ts';
import { Hex32 } from '../ids.ts';
import { type Detail, fieldHash, fieldHashes, fieldSalt } from './detail.ts';
import { rootOf } from './merkle.ts';

/**
 * Some fields of a sealed detail, shown to someone who may not have the others: each shown field with its salt, each
 * hidden one as its hash, in the order of the detail's tree. The signed root tells that nothing was put in.
 */
export const Opening = z.strictObject({
	v: z.literal(1),
	fields: z.array(
		z.union([z.strictObject({ name: z.string(), value: z.json(), salt: Hex32 }), z.strictObject({ hash: Hex32 })]),
	),
});
export type Opening = z.infer<typeof Opening>;
type Value = Extract<Opening['fields'][number], { value: unknown }>['value'];

/** More than an opening of a deposit needs, whatever it hides: which optional fields there are must not show. */
const PADDED = 768;

/** Shows the fields whose name passes. */
export function openingOf(detail: Detail, isShown: (name: string) => boolean): Opening {
	const fields = fieldHashes(detail).map(({ name, hash }): Opening['fields'][number] =>
		isShown(name)
			? { name, value: detail.fields[name] as Value, salt: toHex(fieldSalt(detail.seed, name)) }
			: { hash: toHex(hash) },
	);
	return { v: 1, fields };
}

/** Padded with spaces to a multiple of 768 bytes. */
export function encodeOpening(detail: Detail, names: readonly string[]): Bytes {
	const plain = utf8(canonical(openingOf(detail, (name) => names.includes(name)) as Json));
	return concat(plain, new Uint8Array((PADDED - (plain.length % PADDED)) % PADDED).fill(0x20));
}

/** The shown fields, checked against the root in the signed statement. Throws `damaged`. */
export function decodeOpening(bytes: Uint8Array, root: Uint8Array): { [name: string]: Json } {
	return shownFields(parse(bytes), root);
}

/** The same with fewer fields: those that do not pass become hashes. */
export function narrowed({ v, fields }: Opening, isShown: (name: string) => boolean): Opening {
	return {
		v,
		fields: fields.map((one) =>
			'hash' in one || isShown(one.name) ? one : { hash: toHex(fieldHash({ ...one, salt: fromHex(one.salt) })) },
		),
	};
}

/** How many of the fields are hashes. */
export function hiddenFields({ fields }: Opening): number {
	return fields.filter((one) => 'hash' in one).length;
}

/** The shown fields and how many are not. Throws `damaged`. */
export function readOpening(bytes: Uint8Array, root: Uint8Array): { fields: { [name: string]: Json }; hidden: number } {
	const opening = parse(bytes);
	return { fields: shownFields(opening, root), hidden: hiddenFields(opening) };
}

/** The same of an opening as it stands inside something else. Throws `damaged`. */
export function shownFields({ fields }: Opening, root: Uint8Array): { [name: string]: Json } {
	const hashes = fields.map((one) =>
		'hash' in one ? fromHex(one.hash) : fieldHash({ ...one, salt: fromHex(one.salt) }),
	);
	if (!equal(rootOf(hashes), root)) throw new CustosError('damaged', 'these fields are not those that were signed');
	return Object.fromEntries(fields.flatMap((one) => ('hash' in one ? [] : [[one.name, one.value]])));
}

function parse(bytes: Uint8Array): z.infer<typeof Opening> {
	try {
		return Opening.parse(parseCanonical(text(bytes).trimEnd()));
	} catch (cause) {
		if (!(cause instanceof z.ZodError) && !isCustosError(cause)) throw cause;
		throw new CustosError('damaged', 'this opening of a detail is malformed', { cause });
	}
}
