import { Code } from '@mantine/core';

/** The fingerprint of a log key, in groups of four to be read out. */
export function Print(props: { of: string }) {
	return <Code fz="md">{props.of}</Code>;
}
