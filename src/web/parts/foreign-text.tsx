import { visible } from './visible.ts';

export { visible };

/**
 * Text that somebody else chose (a file name, a title, a note), made harmless to read: it cannot turn the direction of
 * what stands around it, nor hide characters.
 */
export function ForeignText(props: { text: string }) {
	return <bdi>{visible(props.text)}</bdi>;
}
