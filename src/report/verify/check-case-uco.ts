import { equal, utf8 } from '../../domain/bytes.ts';
import { CustosError } from '../../domain/errors.ts';
import { type BagReader, readSmall } from './bag-reader.ts';
import { caseJsonld } from './case-uco/case-jsonld.ts';
import type { CustodyReport } from './report-model.ts';

export const CASE_UCO = 'data/case.jsonld';

/** The same told for programs says the same: made again from report.json, and compared byte by byte. */
export async function checkCaseUco(bag: BagReader, report: CustodyReport): Promise<void> {
	if (!equal(await readSmall(bag, CASE_UCO), utf8(caseJsonld(report))))
		throw new CustosError('bad-proof', 'case.jsonld does not say what report.json says');
}
