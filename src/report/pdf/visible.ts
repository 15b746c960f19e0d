/** Control characters, directional overrides and invisible marks as \u…, so that a name cannot dress up as another. */
export function visible(text: string): string {
	return text.replace(
		/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu,
		(char) => `\\u${(char.codePointAt(0) as number).toString(16).padStart(4, '0')}`,
	);
}

/** The beginning of a text that is longer than there is room for, by whole words where it has any, and where the rest is. */
export function brief(text: string, most: number, more = ''): string {
	if (text.length <= most) return text;
	const cut = text.slice(0, most);
	const end = cut.lastIndexOf(' ');
	return `${cut.slice(0, end > most / 2 ? end : most).replace(/[\s,;.\ud800-\udbff]+$/, '')} … ${more}`.trim();
}
