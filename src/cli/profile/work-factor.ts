import { DEFAULT_WORK } from '../../client/profile/sealed-identity.ts';
import { CustosError } from '../../domain/errors.ts';

/** The work factor of new files: CUSTOS_SCRYPT_LOGN, at least 10, for those with more patience or less. */
export function workFactor(env: NodeJS.ProcessEnv): number {
	const wanted = env['CUSTOS_SCRYPT_LOGN'];
	if (wanted === undefined || wanted === '') return DEFAULT_WORK;
	const work = Number(wanted);
	if (!Number.isInteger(work) || work < 10 || work > 20)
		throw new CustosError('config', `CUSTOS_SCRYPT_LOGN is a whole number from 10 to 20, not ${wanted}`);
	return work;
}
