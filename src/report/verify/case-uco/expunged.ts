import type { CustodyReport } from '../report-model.ts';
import { literal, type Node, node, refer, time } from './node.ts';
import { external } from './observables.ts';

/** Each item that was expunged: its number, and the act. Who did it, and all else, is not in the report. */
export function expungedNodes({ expunged = [], integrity }: CustodyReport): Node[] {
	return expunged.flatMap(({ id, label, index, leaf, attested }) => [
		node('provenance', id, 'case-investigation:ProvenanceRecord', {
			'case-investigation:exhibitNumber': label,
			'case-investigation:rootExhibitNumber': label,
			'uco-core:object': [refer('entry', leaf)],
			'uco-core:tag': ['expunged'],
		}),
		node('entry', leaf, 'case-investigation:InvestigativeAction', {
			'uco-action:actionStatus': literal('uco-vocabulary:ActionStatusTypeVocab', 'Success'),
			'uco-action:object': [refer('provenance', id)],
			'uco-action:startTime': time(attested),
			'uco-core:externalReference': [
				external('entry', `${index} ${leaf}`, `index and leaf hash in the log ${integrity.origin}`),
			],
			'uco-core:name': 'item.expunged',
		}),
	]);
}
