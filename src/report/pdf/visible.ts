/** Control characters, directional overrides and invisible marks as \u…, so that a name cannot dress up as another. */
export function visible(text: string): string {
	return text.replace(
		/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu,
		(char) => `\\u${(char.codePointAt(0) as number).toString(16).padStart(4, '0')}`,
	);
}
