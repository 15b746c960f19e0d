/** Text that somebody else chose, made harmless to read where only a string will do; see `ForeignText`. */
export function visible(text: string): string {
	return text.replaceAll(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, '\ufffd');
}

/** The same of what was written in several lines: they stay. Not for names, which have one. */
export function visibleLines(text: string): string {
	return text
		.split(/\r\n?|\n/)
		.map(visible)
		.join('\n');
}
