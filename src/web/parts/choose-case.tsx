import { Button, NavLink, Paper, Stack, Text, Title } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Id } from '../../domain/ids.ts';
import { useCases } from '../session/queries.ts';
import { Busy } from './busy.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { ForeignText } from './foreign-text.tsx';

/** For rooms about one case, where the address names none: the cases one may choose from. `to`: the address for one. */
export function ChooseCase(props: { to: (id: Id) => string }) {
	const { t } = useTranslation();
	const cases = useCases();
	if (cases.isError) return <ErrorNotice error={cases.error} retry={() => cases.refetch()} />;
	if (cases.data === undefined) return <Busy />;
	const none = cases.data.length === 0;
	return (
		<Stack gap="sm" maw="40rem">
			<Title order={2} size="h4">
				{t(none ? 'noCases' : 'chooseCaseTitle')}
			</Title>
			<Text c="dimmed">{t(none ? 'noCasesText' : 'chooseCaseText')}</Text>
			{none ? (
				<div>
					<Button component={Link} href="~/cases">
						{t('toCases')}
					</Button>
				</div>
			) : (
				<Paper withBorder p={4}>
					{cases.data.map((one) => (
						<NavLink
							key={one.id}
							component={Link}
							href={`~${props.to(one.id)}`}
							leftSection={<IconFolder size={20} aria-hidden />}
							label={<ForeignText text={`${one.prefix} · ${one.title}`} />}
						/>
					))}
				</Paper>
			)}
		</Stack>
	);
}
