/**
 * Text that somebody else chose (a file name, a title, a note), made harmless to read: it cannot turn the direction of
 * what stands around it, nor hide characters.
 */
export function ForeignText(props: { text: string }) {
	return <bdi>{visible(props.text)}</bdi>;
}

/** The same where only a string will do. */
export function visible(text: string): string {
	return text.replaceAll(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, '\ufffd');
}
