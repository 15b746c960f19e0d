const LAST = 'custos-last-here';

/** Remembers on this device whose keys were opened last: a public key, which lies here anyway. */
export function rememberLast(person: string): void {
	try {
		localStorage.setItem(LAST, person);
	} catch {
		// Where nothing more can be kept, they are asked in another order.
	}
}

/** The same people, whoever was here last first: who comes back with new keys is not asked for the passphrase of the old ones. */
export function lastFirst(people: readonly string[]): string[] {
	const last = localStorage.getItem(LAST);
	return [...people].sort((a, b) => Number(b === last) - Number(a === last));
}
