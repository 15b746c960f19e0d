import { parseKey } from '../../../domain/ledger/note.ts';

/** The log key or its fingerprint, as `verifyBag` takes it, found in what somebody pasted or typed; undefined if there is none. */
export function keyIn(pasted: string): string | undefined {
	for (const [vkey] of pasted.matchAll(/[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}/g)) if (isKey(vkey)) return vkey;
	const [print] = /(?<![0-9a-z])(?:[0-9a-f]{4}[\s:.-]*){8}(?![0-9a-z])/i.exec(pasted) ?? [];
	return print
		?.toLowerCase()
		.replaceAll(/[^0-9a-f]/g, '')
		.match(/.{4}/g)
		?.join(' ');
}

function isKey(vkey: string): boolean {
	try {
		parseKey(vkey);
		return true;
	} catch {
		return false;
	}
}
