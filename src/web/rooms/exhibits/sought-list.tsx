import { Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import type { Id } from '../../../domain/ids.ts';
import { LongList } from '../../parts/long-list.tsx';

/** What a case has of one kind, found by what is typed; where it has none, how one comes to be. */
export function SoughtList<T extends { id: Id }>(props: {
	label: string;
	all: readonly T[];
	/** Those of them that a switch leaves in sight; all without one. */
	left?: readonly T[];
	/** The switch. */
	narrow?: ReactNode;
	/** Where what is typed is looked for. */
	textsOf: (one: T) => readonly string[];
	words: { none: string; noneText: string; find: string; shown: (shown: number, count: number) => string };
	/** About how high one is, in pixels. */
	height: number;
	children: (one: T) => ReactNode;
}) {
	const { all, left = all, words } = props;
	const [sought, setSought] = useState('');
	const wanted = useDeferredValue(sought).trim().toLowerCase();
	if (all.length === 0) {
		return (
			<Paper withBorder p="xl">
				<Text fw={600}>{words.none}</Text>
				<Text c="dimmed">{words.noneText}</Text>
			</Paper>
		);
	}
	const shown = left.filter((one) => props.textsOf(one).join('\n').toLowerCase().includes(wanted));
	return (
		<Stack gap="md">
			<TextInput
				label={words.find}
				value={sought}
				onChange={(event) => setSought(event.currentTarget.value)}
				leftSection={<IconSearch size={18} aria-hidden />}
				maw="30rem"
			/>
			{props.narrow}
			<Text size="sm" c="dimmed" role="status">
				{words.shown(shown.length, all.length)}
			</Text>
			<LongList label={props.label} items={shown} keyOf={(one) => one.id} height={props.height}>
				{props.children}
			</LongList>
		</Stack>
	);
}
