/** Of ASCII alone, in which nothing is to be taken apart. */
const PLAIN = /^[\0-\x7f]*$/;

/** Text as it is searched: without case, accents, and the two dots of ё, so that what is typed in haste is found. */
export function searchable(text: string): string {
	// Most names are plain, and there are as many as items.
	if (PLAIN.test(text)) return text.toLowerCase();
	return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** The words of a search, ready to be looked for. */
export function searchWords(typed: string): string[] {
	return searchable(typed)
		.split(/\s+/)
		.filter((word) => word !== '');
}

/** True if every word stands somewhere in a text that was made `searchable`. */
export function hasWords(text: string, words: readonly string[]): boolean {
	for (const word of words) if (!text.includes(word)) return false;
	return true;
}
