import { platform } from '#platform';
import { toHex } from '../../../domain/bytes.ts';
import { signAcknowledgement } from '../../../domain/ledger/acknowledgement.ts';
import { acknowledgementOf } from '../../../report/verify/acknowledge.ts';
import { openDropped } from '../../../report/verify/dropped-files.ts';
import type { Verdict } from '../../../report/verify/verify-bag.ts';
import { openZip } from '../../../report/verify/zip-bag.ts';
import type { Picked } from './picked.ts';

/** A recipient's acknowledgement under a key that is made here, and the key as it is kept (hex, a line). */
export interface MadeAcknowledgement {
	name: string;
	note: string;
	key: string;
}

/** Signs for a bag that was checked and holds. Throws `bad-proof` for one that does not. */
export async function acknowledgePicked(
	source: Picked['source'],
	verdict: Verdict,
	by: string,
): Promise<MadeAcknowledgement> {
	const bag = 'zip' in source ? openZip(source.zip) : openDropped(source.files);
	const said = await acknowledgementOf(bag, verdict, { by, now: new Date() });
	const seed = platform.randomBytes(32);
	const name = `acknowledgement-${said.report.slice(0, 8)}`;
	return { name, note: signAcknowledgement(said, seed), key: `${toHex(seed)}\n` };
}
