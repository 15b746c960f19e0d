import { CustosError } from '../../domain/errors.ts';

/** The archive answered with a genuine entry that is not about what was asked. */
export function otherEntry(): CustosError {
	return new CustosError('bad-proof', 'the archive shows another entry than a mark of this case');
}
