import type { CustodyReport, CustodyRow, ReportItem } from '../report-model.ts';
import { literal, type Node, node, refer, time } from './node.ts';
import { external } from './observables.ts';

/** Everybody who appears, by pseudonym and public key. */
export function peopleNodes({ access, report }: CustodyReport): Node[] {
	const people = new Map(access.people.map(({ actor, key }) => [key, actor]));
	people.set(report.issuer.key, report.issuer.actor);
	return [...people].map(([key, actor]) =>
		node('person', key, 'uco-identity:Identity', {
			'uco-core:externalReference': [external('person', key, 'Ed25519 public key')],
			'uco-core:name': actor,
		}),
	);
}

/** What was used: this program, and those of the examinations, each in each of its versions. */
export function toolNodes(report: CustodyReport): Node[] {
	return tools(report).map(([name, version]) =>
		node('tool', `${name} ${version}`, 'uco-tool:Tool', { 'uco-core:name': name, 'uco-tool:version': version }),
	);
}

function tools({ report: { software }, technical }: CustodyReport): [name: string, version: string][] {
	const found = new Map([[`Custos ${software.version}`, ['Custos', software.version] as [string, string]]]);
	for (const { tools } of technical.items)
		for (const [name, version] of Object.entries(tools ?? {}))
			if (typeof version === 'string') found.set(`${name} ${version}`, [name, version]);
	return [...found.values()];
}

/** Each row of the custody table, refused attempts included. The time is the notary's. */
export function actionNodes(report: CustodyReport): Node[] {
	return report.custody.map((row) =>
		node('entry', row.leaf, 'case-investigation:InvestigativeAction', {
			'uco-action:actionStatus': literal(
				'uco-vocabulary:ActionStatusTypeVocab',
				row.outcome === 'accepted' ? 'Success' : 'Fail',
			),
			'uco-action:instrument': row.event === 'item.examined' ? instruments(report, row) : null,
			'uco-action:object': [subject(row, report)],
			'uco-action:performer': refer('person', row.key),
			'uco-action:result': results(report, row),
			'uco-action:startTime': time(row.attested),
			'uco-core:description': [row.action, ...(row.purpose === null ? [] : [row.purpose])],
			'uco-core:externalReference': [
				external('entry', `${row.index} ${row.leaf}`, `index and leaf hash in the log ${report.integrity.origin}`),
			],
			'uco-core:name': row.event,
		}),
	);
}

function instruments({ technical }: CustodyReport, { subject }: CustodyRow) {
	const used = technical.items.find(({ item }) => item === subject.id)?.tools;
	const known = Object.entries(used ?? {}).filter(([, version]) => typeof version === 'string');
	return known.length === 0 ? null : known.map(([name, version]) => refer('tool', `${name} ${String(version)}`));
}

function subject({ subject }: CustodyRow, report: CustodyReport) {
	return subject.kind === 'item' ? refer('item', subject.id) : refer('investigation', report.case.id);
}

/** Receiving an item makes its record of provenance; a working copy comes of its making. */
function results(report: CustodyReport, row: CustodyRow) {
	if (row.outcome !== 'accepted') return null;
	if (row.event === 'item.received') {
		const records = provenance(report.items.find((item) => item.id === row.subject.id)).map(([name]) => name);
		return records.length === 0 ? null : records.map((name) => refer('provenance', name));
	}
	const made = report.derivatives.made.find(({ index }) => index === row.index);
	return made === undefined ? null : [refer('derivative', made.derivative)];
}

/** Records of provenance: one for each exhibit of an item, and one for an item that has no number. */
export function provenanceNodes(report: CustodyReport): Node[] {
	return report.items.flatMap((item) =>
		provenance(item).map(([name, exhibit]) =>
			node('provenance', name, 'case-investigation:ProvenanceRecord', {
				'case-investigation:exhibitNumber': exhibit?.label ?? null,
				'case-investigation:rootExhibitNumber': rootOf(item, exhibit),
				'uco-core:description': exhibit?.title ?? null,
				'uco-core:object': [refer('item', item.id)],
				'uco-core:tag': exhibit?.withdrawn === true ? ['withdrawn'] : null,
			}),
		),
	);
}

type Exhibit = ReportItem['exhibits'][number];

function provenance(item: ReportItem | undefined): [name: string, exhibit: Exhibit | undefined][] {
	if (item === undefined) return [];
	if (item.exhibits.length === 0) return [[item.id, undefined]];
	return item.exhibits.map((exhibit) => [exhibit.id, exhibit]);
}

/** A clip is numbered under the exhibit of its item. */
function rootOf(item: ReportItem, exhibit: Exhibit | undefined): string | null {
	if (exhibit === undefined || exhibit.clipNumber === null) return exhibit?.label ?? null;
	const root = item.exhibits.find((one) => one.clipNumber === null && one.number === exhibit.number);
	return root?.label ?? null;
}
