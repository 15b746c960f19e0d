import type { CustodyReport, ReportItem } from '../report-model.ts';
import { literal, type Node, node, refer, time } from './node.ts';

/** An item: the original as a file, its sealed form, and that the one is the other. */
export function itemNodes(item: ReportItem): Node[] {
	return [
		node('item', item.id, 'uco-observable:File', {
			'uco-core:externalReference': [external('item', item.id, 'Custos item')],
			'uco-core:hasFacet': [
				node('file facet', item.id, 'uco-observable:FileFacet', {
					'uco-observable:fileName': item.name,
					'uco-observable:filePath': item.path,
					'uco-observable:modifiedTime': time(item.modified),
					'uco-observable:sizeInBytes': integer(item.size),
				}),
				content('item', item.id, { sha256: item.sha256, size: item.size, encrypted: false }),
			],
		}),
		...sealed('sealed item', item.id, item.sealed.body, item.sealed.size),
		...derived('sealed item', item.id, 'item', item.id, 'Encryption_Of'),
	];
}

export function derivativeNodes({ derivatives }: CustodyReport): Node[] {
	return derivatives.made.flatMap(({ derivative, item, body, size }) => [
		...sealed('derivative', derivative, body, size),
		...derived('derivative', derivative, 'item', item, 'Derived_From'),
	]);
}

/** The name of this thing elsewhere. */
export function external(kind: string, name: string, where: string): Node {
	return node(`reference to ${kind}`, name, 'uco-core:ExternalReference', {
		'uco-core:definingContext': where,
		'uco-core:externalIdentifier': name,
	});
}

function sealed(kind: string, name: string, sha256: string, size: number): Node[] {
	return [
		node(kind, name, 'uco-observable:File', {
			'uco-core:hasFacet': [content(kind, name, { sha256, size, encrypted: true })],
		}),
	];
}

function derived(kind: string, name: string, fromKind: string, from: string, how: string): Node[] {
	return [
		node(`relation of ${kind}`, name, 'uco-core:Relationship', {
			'uco-core:isDirectional': literal('xsd:boolean', 'true'),
			'uco-core:kindOfRelationship': how,
			'uco-core:source': refer(kind, name),
			'uco-core:target': refer(fromKind, from),
		}),
	];
}

function content(
	kind: string,
	name: string,
	{ sha256, size, encrypted }: { sha256: string | null; size: number | null; encrypted: boolean },
): Node {
	const hash =
		sha256 === null
			? null
			: [
					node(`hash of ${kind}`, name, 'uco-types:Hash', {
						'uco-types:hashMethod': 'SHA256',
						'uco-types:hashValue': literal('xsd:hexBinary', sha256.toUpperCase()),
					}),
				];
	return node(`content of ${kind}`, name, 'uco-observable:ContentDataFacet', {
		'uco-observable:hash': hash,
		'uco-observable:isEncrypted': literal('xsd:boolean', String(encrypted)),
		'uco-observable:sizeInBytes': integer(size),
	});
}

function integer(value: number | null) {
	return value === null ? null : literal('xsd:integer', String(value));
}
