import { signedReports, stateHandedOver } from '../../../client/case/hand-over.ts';
import { eventsOf } from '../../../client/case/history.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Connection } from '../../../client/connection.ts';
import { knownKeys } from '../../../client/log-key.ts';
import { type SealedTo, sealBag } from '../../../client/seal-bag.ts';
import { CustosError } from '../../../domain/errors.ts';
import type { SavePlace } from '../../parts/place.ts';

/**
 * Seals a zipped bag of this case into the place, and puts it into the ledger. A bag that does not hold, or that this case did
 * not sign, is not handed over: `bad-proof`.
 */
export async function sealInto(
	connection: Connection,
	open: OpenCase,
	bag: File,
	{ to, recipient, place }: { to: SealedTo; recipient: string; place: SavePlace },
): Promise<number> {
	try {
		const [{ verifyBag }, { openZip }, { readReport }] = await Promise.all([
			import('../../../report/verify/verify-bag.ts'),
			import('../../../report/verify/zip-bag.ts'),
			import('../../../report/verify/check-report.ts'),
		]);
		const reader = openZip(bag);
		const { result } = await verifyBag(reader, knownKeys(connection));
		if (result !== 'confirmed')
			throw new CustosError('bad-proof', 'this bag does not hold, or is from elsewhere: the Verify room says why');
		const { report } = await readReport(reader);
		if (!signedReports(await eventsOf(connection, open, 'case', open.id)).has(report.id))
			throw new CustosError('bad-proof', 'this report was not signed in this case');
		const sealed = await sealBag(bag.stream(), to);
		await sealed.readable.pipeTo(place.sink, { preventClose: true });
		const index = await stateHandedOver(connection, open, {
			report: report.id,
			recipient: recipient === '' ? (report.recipient ?? '') : recipient,
			how: 'passphrase' in to ? 'passphrase' : 'age',
			sha256: sealed.hash(),
			...('recipients' in to && { to: to.recipients }),
		});
		await place.sink.close();
		await place.finish();
		return index;
	} catch (error) {
		await place.sink.abort(error).catch(() => undefined);
		await place.discard();
		throw error;
	}
}
