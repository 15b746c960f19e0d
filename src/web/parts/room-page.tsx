import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

/**
 * The page of a room: its one heading, what it is about in a line, its actions, and the rest. `title` goes into the
 * browser's history, which lies on the disk in clear: what is sealed, such as a file's name, is only ever a `heading`.
 */
export function RoomPage(props: {
	title: string;
	/** What stands on the page instead of the title. */
	heading?: string;
	about?: ReactNode;
	actions?: ReactNode;
	children: ReactNode;
}) {
	useEffect(() => {
		document.title = `${props.title} · Custos`;
	}, [props.title]);
	return (
		<Stack gap="lg">
			<Group justify="space-between" align="flex-start" gap="md">
				<div>
					<Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
						{props.heading ?? props.title}
					</Title>
					{props.about !== undefined && (
						<Text c="dimmed" mt={4} maw="46rem">
							{props.about}
						</Text>
					)}
				</div>
				{props.actions !== undefined && (
					<Group gap="sm" className="custos-screen-only">
						{props.actions}
					</Group>
				)}
			</Group>
			{props.children}
		</Stack>
	);
}
