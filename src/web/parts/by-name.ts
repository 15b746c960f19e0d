const names = new Intl.Collator(undefined, { numeric: true });

/** The order of names as people read them: "part 9" before "part 10". What has no name comes last. */
export function byName(a: string, b: string): number {
	if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
	return names.compare(a, b);
}
