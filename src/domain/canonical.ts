import { CustosError } from './errors.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

/** Objects and arrays inside one another, at the most: a stack must not end where a stranger's JSON does. */
const MAX_DEPTH = 64;

/**
 * The RFC 8785 (JCS) text of a value: names sorted by UTF-16 code units, no white space, ECMAScript numbers.
 * Members that are `undefined` are left out. Throws `bad-request` on lone surrogates, on numbers that are not finite and
 * beyond 64 levels.
 */
export function canonical(value: Json): string {
	return write(value, 0);
}

function write(value: Json, depth: number): string {
	if (value === null || typeof value === 'boolean') return String(value);
	if (typeof value === 'number') {
		if (!Number.isFinite(value)) throw new CustosError('bad-request', 'canonical JSON has no such number');
		return JSON.stringify(value);
	}
	if (typeof value === 'string') {
		if (!value.isWellFormed()) throw new CustosError('bad-request', 'canonical JSON has no lone surrogates');
		return JSON.stringify(value);
	}
	if (depth === MAX_DEPTH) throw new CustosError('bad-request', 'this JSON is nested too deeply');
	if (Array.isArray(value)) return `[${value.map((one: Json) => write(one, depth + 1)).join(',')}]`;
	const object = value as { readonly [name: string]: Json | undefined };
	let out = '';
	for (const name of Object.keys(object).sort()) {
		const member = object[name];
		if (member === undefined) continue;
		out += `${out === '' ? '' : ','}${write(name, depth)}:${write(member, depth + 1)}`;
	}
	return `{${out}}`;
}

/**
 * The value of a canonical text. Throws `bad-request` unless the text is exactly what `canonical` would write, so one
 * value has one text: duplicate names, other spellings of a number, white space and trailing bytes are all refused.
 */
export function parseCanonical(source: string): Json {
	let value: Json;
	try {
		value = JSON.parse(source) as Json;
	} catch (cause) {
		throw new CustosError('bad-request', 'this is not JSON', { cause });
	}
	if (!isWrittenSo(value, source) && canonical(value) !== source)
		throw new CustosError('bad-request', 'this JSON is not in canonical form (RFC 8785)');
	return value;
}

/**
 * True only if `source` is surely the canonical text of what it was parsed to; quick, by the platform's own writer, which
 * differs in the order of names and in lone surrogates. Depth first: that writer knows no bound of its own.
 */
function isWrittenSo(value: Json, source: string): boolean {
	return isOrdered(value, 0) && JSON.stringify(value) === source && !source.includes('\\ud');
}

function isOrdered(value: Json, depth: number): boolean {
	if (typeof value !== 'object' || value === null) return true;
	if (depth === MAX_DEPTH) return false;
	if (Array.isArray(value)) return value.every((one: Json) => isOrdered(one, depth + 1));
	const object = value as { readonly [name: string]: Json };
	let before = '';
	for (const name of Object.keys(object)) {
		if (name < before || !isOrdered(object[name] as Json, depth + 1)) return false;
		before = name;
	}
	return true;
}
