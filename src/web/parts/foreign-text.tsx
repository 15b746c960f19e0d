import { visible, visibleLines } from './visible.ts';

export { visible };

/**
 * Text that somebody else chose (a file name, a title, a note), made harmless to read: it cannot turn the direction of
 * what stands around it, nor hide characters.
 */
export function ForeignText(props: { text: string }) {
	return <bdi>{visible(props.text)}</bdi>;
}

/** The same of what somebody wrote in several lines, as a note. */
export function ForeignLines(props: { text: string }) {
	return <bdi style={{ whiteSpace: 'pre-wrap' }}>{visibleLines(props.text)}</bdi>;
}
