import { canonical, type Json } from '../../../domain/canonical.ts';
import type { CustodyReport } from '../report-model.ts';
import { actionNodes, peopleNodes, provenanceNodes, toolNodes } from './custody.ts';
import { expungedNodes } from './expunged.ts';
import { context, type Node, node, refer, time } from './node.ts';
import { derivativeNodes, itemNodes } from './observables.ts';

/**
 * The exact text of `case.jsonld`: the report in CASE/UCO 1.4.0, for programs that compare cases. Pure: it says nothing that
 * report.json does not, so a verifier makes it again and compares.
 */
export function caseJsonld(report: CustodyReport): string {
	const objects = [
		...report.items.flatMap(itemNodes),
		...derivativeNodes(report),
		...peopleNodes(report),
		...toolNodes(report),
		...provenanceNodes(report),
		...actionNodes(report),
		...expungedNodes(report),
	];
	const investigation = investigationNodes(report, objects);
	const { report: about } = report;
	const bundle = node('bundle', about.id, 'uco-core:Bundle', {
		'uco-core:createdBy': refer('person', about.issuer.key),
		'uco-core:description': about.purpose === null ? null : [about.purpose],
		'uco-core:name': `Custody report ${about.id}`,
		'uco-core:object': [...investigation, ...objects] as unknown as Json,
		'uco-core:objectCreatedTime': time(about.issued),
		'uco-core:specVersion': 'CASE 1.4.0, UCO 1.4.0',
	});
	return `${canonical({ '@context': context, '@graph': [bundle] } as unknown as Json)}\n`;
}

function investigationNodes({ case: matter, report }: CustodyReport, objects: readonly Node[]): Node[] {
	const grounds = [report.authority, matter.legalBasis].filter((one) => one !== null);
	const authorization = node('authorization', matter.id, 'case-investigation:Authorization', {
		'uco-core:description': grounds,
	});
	return [
		node('investigation', matter.id, 'case-investigation:Investigation', {
			'case-investigation:relevantAuthorization': grounds.length === 0 ? null : [{ '@id': authorization['@id'] }],
			'uco-core:name': matter.title,
			'uco-core:object': objects.map((one) => ({ '@id': one['@id'] })),
		}),
		...(grounds.length === 0 ? [] : [authorization]),
	];
}
