import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect, Route, Switch } from 'wouter';
import type { Id } from '../../../domain/ids.ts';
import { links } from '../../links.ts';
import { Busy } from '../../parts/busy.tsx';
import { ChooseCase } from '../../parts/choose-case.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { RoomPage } from '../../parts/room-page.tsx';
import { useCase, useCases } from '../../session/queries.ts';
import { Prepare } from './prepare.tsx';
import { RunView } from './run-view.tsx';
import { useWork } from './works.ts';

/** Where footage comes in: a folder, what is known of it, and the way of each file into the archive. */
export function IntakePage() {
	const { t } = useTranslation('intake');
	return (
		<RoomPage title={t('title')} about={t('about')}>
			<Switch>
				<Route path="/:case">{({ case: id }) => <IntoCase key={id} id={id} />}</Route>
				<Route>
					<WhichCase />
				</Route>
			</Switch>
		</RoomPage>
	);
}

function WhichCase() {
	const { data } = useCases();
	const [only, ...more] = data ?? [];
	if (only !== undefined && more.length === 0) return <Redirect to={`~${links.intake(only.id)}`} replace />;
	return <ChooseCase to={links.intake} />;
}

function IntoCase(props: { id: Id }) {
	const { t } = useTranslation('intake');
	const open = useCase(props.id);
	const work = useWork();
	if (open.isError) return <ErrorNotice error={open.error} retry={() => open.refetch()} />;
	if (open.isPending) return <Busy />;
	if (open.data === undefined) return <ChooseCase to={links.intake} />;
	if (work?.caseId === props.id) return <RunView open={open.data} work={work} />;
	if (work?.running === true)
		return (
			<Stack align="flex-start">
				<Text>{t('elsewhere')}</Text>
				<Button component={Link} href={`~${links.intake(work.caseId)}`}>
					{t('toIt')}
				</Button>
			</Stack>
		);
	if (open.data.role === 'reader')
		return (
			<Alert icon={<IconEye aria-hidden />} maw="40rem">
				{t('reader')}
			</Alert>
		);
	return <Prepare key={open.data.id} open={open.data} />;
}
