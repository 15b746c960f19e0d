import { CustosError } from '../../domain/errors.ts';
import type { Acknowledged } from '../../domain/ledger/acknowledgement.ts';
import type { BagReader } from './bag-reader.ts';
import { readReport } from './check-report.ts';
import { reportHashes } from './check-signed.ts';
import type { Verdict } from './verify-bag.ts';

/** What a recipient says of a bag that they checked. Throws `bad-proof` for one that failed. */
export async function acknowledgementOf(
	bag: BagReader,
	{ result, fingerprint }: Pick<Verdict, 'result' | 'fingerprint'>,
	{ by, now }: { by: string; now: Date },
): Promise<Acknowledged> {
	if (result === 'failed') throw new CustosError('bad-proof', 'a bag that does not hold is not acknowledged');
	const { report } = await readReport(bag);
	return {
		report: report.id,
		log: fingerprint.replaceAll(' ', ''),
		...(await reportHashes(bag)),
		result,
		time: now.toISOString(),
		by: by
			.replaceAll(/\p{C}+/gu, ' ')
			.trim()
			.slice(0, 200),
	};
}
