import { CustosError } from '../../domain/errors.ts';

/** A file of this page's own. Rejects `unavailable`. */
export async function fetchFile(address: string, signal?: AbortSignal): Promise<Uint8Array> {
	const answer = await fetch(address, signal === undefined ? {} : { signal });
	if (!answer.ok) throw new CustosError('unavailable', 'a file that belongs to this page could not be loaded');
	return new Uint8Array(await answer.arrayBuffer());
}
