import { expect, test } from 'vitest';
import { utf8 } from '../../src/domain/bytes.ts';
import { buildReport } from '../../src/report/model.ts';
import { caseJsonld } from '../../src/report/verify/case-uco/case-jsonld.ts';
import { checkCaseUco } from '../../src/report/verify/check-case-uco.ts';
import type { CustodyReport } from '../../src/report/verify/report-model.ts';
import { tell } from './report-story.ts';

type Json = { readonly [name: string]: unknown };
/** What stands after a property: a literal of a datatype, or nodes of classes. `one`: at most one value. `must`: at least one. */
interface Rule {
	is: string;
	one?: true;
	must?: true;
}
const string = { is: 'xsd:string' } as const;
const oneString = { ...string, one: true } as const;
const object: { [property: string]: Rule } = {
	'uco-core:createdBy': { is: 'uco-identity:Identity', one: true },
	'uco-core:description': string,
	'uco-core:externalReference': { is: 'uco-core:ExternalReference' },
	'uco-core:name': oneString,
	'uco-core:objectCreatedTime': { is: 'xsd:dateTime', one: true },
	'uco-core:specVersion': oneString,
	'uco-core:tag': string,
};
const compilation = { ...object, 'uco-core:object': { is: '*', must: true } } as const;
const file = (more: { [property: string]: Rule }) => ({ ...object, ...more });

/** Of the shapes of CASE and UCO 1.4.0, what we use: no property stands on a class that has none such there. */
const shapes: { [type: string]: { [property: string]: Rule } } = {
	'uco-core:Bundle': compilation,
	'case-investigation:Investigation': {
		...compilation,
		'case-investigation:relevantAuthorization': { is: 'case-investigation:Authorization' },
	},
	'case-investigation:Authorization': object,
	'case-investigation:ProvenanceRecord': {
		...compilation,
		'case-investigation:exhibitNumber': oneString,
		'case-investigation:rootExhibitNumber': string,
	},
	'case-investigation:InvestigativeAction': {
		...object,
		'uco-action:actionStatus': { is: 'uco-vocabulary:ActionStatusTypeVocab', one: true },
		'uco-action:instrument': { is: 'uco-tool:Tool' },
		'uco-action:object': { is: '*' },
		'uco-action:performer': { is: '*', one: true },
		'uco-action:result': { is: '*' },
		'uco-action:startTime': { is: 'xsd:dateTime', one: true },
	},
	'uco-core:ExternalReference': { 'uco-core:definingContext': oneString, 'uco-core:externalIdentifier': oneString },
	'uco-core:Relationship': {
		...object,
		'uco-core:isDirectional': { is: 'xsd:boolean', one: true, must: true },
		'uco-core:kindOfRelationship': oneString,
		'uco-core:source': { is: '*', must: true },
		'uco-core:target': { is: '*', one: true, must: true },
	},
	'uco-identity:Identity': object,
	'uco-tool:Tool': { ...object, 'uco-tool:version': oneString },
	'uco-observable:File': file({ 'uco-core:hasFacet': { is: '*' } }),
	'uco-observable:FileFacet': {
		'uco-observable:fileName': oneString,
		'uco-observable:filePath': oneString,
		'uco-observable:modifiedTime': { is: 'xsd:dateTime', one: true },
		'uco-observable:sizeInBytes': { is: 'xsd:integer', one: true },
	},
	'uco-observable:ContentDataFacet': {
		'uco-observable:hash': { is: 'uco-types:Hash' },
		'uco-observable:isEncrypted': { is: 'xsd:boolean', one: true },
		'uco-observable:sizeInBytes': { is: 'xsd:integer', one: true },
	},
	'uco-types:Hash': {
		'uco-types:hashMethod': { ...oneString, must: true },
		'uco-types:hashValue': { is: 'xsd:hexBinary', one: true, must: true },
	},
};
const literals: { [type: string]: RegExp } = {
	'xsd:boolean': /^(true|false)$/,
	'xsd:dateTime': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
	'xsd:hexBinary': /^([0-9A-F]{2})+$/,
	'xsd:integer': /^\d+$/,
	'uco-vocabulary:ActionStatusTypeVocab': /^(Success|Fail)$/,
};

/** All nodes, wherever they stand, by their ids. */
function nodesOf(value: unknown, found = new Map<string, Json>()): Map<string, Json> {
	if (Array.isArray(value)) for (const one of value) nodesOf(one, found);
	else if (value !== null && typeof value === 'object') {
		const id = (value as Json)['@id'];
		if (typeof id === 'string' && '@type' in value) {
			expect(found.has(id), `${id} stands twice`).toBe(false);
			found.set(id, value as Json);
		}
		for (const one of Object.values(value)) nodesOf(one, found);
	}
	return found;
}

function values(node: Json, property: string): unknown[] {
	const value = node[property];
	return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function checkShape(node: Json, nodes: Map<string, Json>): void {
	const type = String(node['@type']);
	const shape = shapes[type];
	expect(shape, `no class ${type}`).toBeDefined();
	expect(node['@id']).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	for (const [property, { must }] of Object.entries(shape ?? {}))
		if (must) expect(values(node, property).length, `${type} without ${property}`).toBeGreaterThan(0);
	for (const property of Object.keys(node).filter((name) => !name.startsWith('@'))) {
		const rule = shape?.[property];
		expect(rule, `${property} on ${type}`).toBeDefined();
		const all = values(node, property);
		if (rule?.one) expect(all, `${property} on ${type}`).toHaveLength(1);
		for (const value of all) checkValue(value, rule?.is ?? '', nodes);
	}
}

function checkValue(value: unknown, is: string, nodes: Map<string, Json>): void {
	if (is === 'xsd:string') expect(value).toEqual(expect.any(String));
	else if (literals[is] !== undefined) {
		expect(value).toMatchObject({ '@type': is });
		expect((value as Json)['@value']).toMatch(literals[is]);
	} else {
		const id = String((value as Json)['@id']);
		expect(nodes.has(id), `${id} is nowhere`).toBe(true);
		if (is !== '*') expect(nodes.get(id)?.['@type']).toBe(is);
	}
}

function read(report: CustodyReport): { document: Json; nodes: Map<string, Json>; of: (type: string) => Json[] } {
	const document = JSON.parse(caseJsonld(report)) as Json;
	const nodes = nodesOf(document['@graph']);
	return { document, nodes, of: (type) => [...nodes.values()].filter((one) => one['@type'] === type) };
}

test('every class, property, datatype and number of values is one of CASE/UCO 1.4.0, and no reference leads nowhere', () => {
	for (const language of ['en', 'ru'] as const) {
		const { document, nodes } = read(buildReport(tell({ language }).input));
		for (const node of nodes.values()) checkShape(node, nodes);
		const prefixes = new Set(JSON.stringify(document['@graph']).match(/"[a-z-]+(?=:[A-Za-z]+":|:[A-Z])/g));
		for (const prefix of prefixes) expect(document['@context']).toHaveProperty([prefix.slice(1)]);
	}
});

test('it has every item with its hash, every event with its outcome, every exhibit with its number', () => {
	const report = buildReport(tell().input);
	const { of } = read(report);
	const hashes = of('uco-types:Hash').map((one) => (one['uco-types:hashValue'] as Json)['@value']);
	for (const item of report.items)
		expect(hashes).toEqual(expect.arrayContaining([item.sha256, item.sealed.body].map((one) => one?.toUpperCase())));
	const actions = of('case-investigation:InvestigativeAction');
	expect(actions).toHaveLength(report.custody.length);
	const failed = actions.filter((one) => (one['uco-action:actionStatus'] as Json)['@value'] === 'Fail');
	expect(failed).toHaveLength(report.access.denied.length);
	expect(
		of('case-investigation:ProvenanceRecord').map((one) => [
			one['case-investigation:exhibitNumber'],
			one['case-investigation:rootExhibitNumber'],
		]),
	).toEqual([
		['GUL-0012', 'GUL-0012'],
		['GUL-0012.01', 'GUL-0012'],
		['GUL-0013', 'GUL-0013'],
	]);
});

test('what is not disclosed is not there, and the same item has the same id in another report', () => {
	const [one, other] = [1, 2].map(() => {
		const report = buildReport(tell().input);
		for (const item of report.items)
			Object.assign(item, { name: null, path: null, size: null, sha256: null, modified: null });
		return report;
	}) as [CustodyReport, CustodyReport];
	other.report.id = 'ab'.repeat(16);
	const ids = (report: CustodyReport) =>
		read(report)
			.of('uco-observable:File')
			.map((node) => node['@id']);
	expect(ids(one).slice(0, 2)).toEqual(ids(other).slice(0, 2));
	expect(caseJsonld(one)).not.toContain('night-corridor');
	const { nodes } = read(one);
	for (const node of nodes.values()) checkShape(node, nodes);
});

test('an expunged item is an exhibit of that number and an action at that time, and no file', () => {
	const report = buildReport(tell().input);
	const [numbered, unnumbered] = ['0a', '0b'].map((byte) => byte.repeat(16)) as [string, string];
	const about = { attested: '2026-03-02T08:00:00.000Z', events: 5 };
	const before = read(report);
	report.expunged = [
		{ ...about, id: numbered, number: 14, label: 'GUL-0014', index: 30, leaf: '0c'.repeat(32) },
		{ ...about, id: unnumbered, number: null, label: null, index: 31, leaf: '0d'.repeat(32) },
	] as NonNullable<CustodyReport['expunged']>;
	const { nodes, of } = read(report);
	for (const node of nodes.values()) checkShape(node, nodes);
	// Of each the exhibit, the act, and where the act stands in the log.
	expect(nodes.size).toBe(before.nodes.size + 6);
	expect(of('uco-observable:File')).toHaveLength(before.of('uco-observable:File').length);
	const gone = of('case-investigation:ProvenanceRecord').filter((one) => one['uco-core:tag'] !== undefined);
	expect(gone).toMatchObject([{ 'case-investigation:exhibitNumber': 'GUL-0014' }, { 'uco-core:tag': ['expunged'] }]);
	for (const {
		'uco-core:object': [act],
	} of gone as unknown as { 'uco-core:object': [Json] }[])
		expect(nodes.get(String(act['@id']))).toMatchObject({
			'uco-core:name': 'item.expunged',
			'uco-action:startTime': { '@value': about.attested },
		});
});

test('a verifier makes it again: another word in it is found', async () => {
	const report = buildReport(tell().input);
	const bag = (content: string) => ({
		list: () => Promise.resolve([]),
		read: () => Promise.resolve(utf8(content)),
		size: () => Promise.resolve(content.length),
		stream: () => new Response(content).body as unknown as AsyncIterable<Uint8Array>,
	});
	const told = caseJsonld(report);
	await checkCaseUco(bag(told), report);
	await expect(checkCaseUco(bag(told.replace('"Fail"', '"Success"')), report)).rejects.toThrow('case.jsonld');
});
