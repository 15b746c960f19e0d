import { platform } from '#platform';
import { toHex, utf8 } from '../../../domain/bytes.ts';
import type { Json } from '../../../domain/canonical.ts';

/** Prefixes of CASE and UCO 1.4.0. */
export const context = {
	'case-investigation': 'https://ontology.caseontology.org/case/investigation/',
	'uco-action': 'https://ontology.unifiedcyberontology.org/uco/action/',
	'uco-core': 'https://ontology.unifiedcyberontology.org/uco/core/',
	'uco-identity': 'https://ontology.unifiedcyberontology.org/uco/identity/',
	'uco-observable': 'https://ontology.unifiedcyberontology.org/uco/observable/',
	'uco-tool': 'https://ontology.unifiedcyberontology.org/uco/tool/',
	'uco-types': 'https://ontology.unifiedcyberontology.org/uco/types/',
	'uco-vocabulary': 'https://ontology.unifiedcyberontology.org/uco/vocabulary/',
	xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

export interface Reference {
	readonly '@id': string;
}
export type Node = Reference & { readonly '@type': string; readonly [property: string]: Json };

/** A node of what there is only one of by this name; without what is null. */
export function node(kind: string, name: string, type: string, properties: { [property: string]: Json | null }): Node {
	const known = Object.entries(properties).filter(([, value]) => value !== null) as [string, Json][];
	return { '@id': idOf(kind, name), '@type': type, ...Object.fromEntries(known) };
}

export function refer(kind: string, name: string): { '@id': string } {
	return { '@id': idOf(kind, name) };
}

/**
 * The same for the same thing in every report: a UUID in the shape of version 5, the one that is made of a name (RFC 9562), here by
 * SHA-256 over `custos/case-uco/v1`, kind and name, each on a line.
 */
export function idOf(kind: string, name: string): string {
	const bytes = platform.sha256(utf8(`custos/case-uco/v1\n${kind}\n${name}\n`)).slice(0, 16);
	bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
	bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
	const hex = toHex(bytes);
	return `urn:uuid:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')}`;
}

export function literal(type: `${'xsd' | 'uco-vocabulary'}:${string}`, value: string): Json {
	return { '@type': type, '@value': value };
}

/** An xsd:dateTime; null for a time that is not known, or is none. */
export function time(value: string | null): Json | null {
	return value !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)
		? literal('xsd:dateTime', value)
		: null;
}
