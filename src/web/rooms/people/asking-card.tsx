import { Alert, Paper, Stack, Text, Title } from '@mantine/core';
import { IconHandStop, IconHelp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { pseudonym } from '../../../client/identity.ts';
import type { EnrolledPerson } from '../../../client/people.ts';
import { ForeignText, visible } from '../../parts/foreign-text.tsx';
import { ApproveForm } from './approve-form.tsx';
import type { Asking } from './asking.ts';
import { WithdrawButton } from './withdraw-button.tsx';

/** One request: to be compared and approved, or why that cannot be done here. */
export function AskingCard(props: { asking: Asking; people: readonly EnrolledPerson[] }) {
	const { t } = useTranslation('people');
	const { asking } = props;
	const who = pseudonym(asking.join.person.sign);
	const refuse = <WithdrawButton invite={asking.join.invite} name={asking.called || who} what="request" />;
	if (asking.role === undefined)
		return (
			<Alert color="gray" icon={<IconHelp aria-hidden />} title={t('foreignTitle', { person: who })}>
				<Stack gap="xs" align="flex-start">
					<Text size="sm">{t('foreignText')}</Text>
					{refuse}
				</Stack>
			</Alert>
		);
	if (!asking.genuine)
		return (
			<Alert color="red" icon={<IconHandStop aria-hidden />} title={t('forgedTitle', { person: who })} role="alert">
				<Stack gap="xs">
					<Text>{t('forgedText')}</Text>
					<Text>{t('forgedDo')}</Text>
					<div>{refuse}</div>
				</Stack>
			</Alert>
		);
	return (
		<Paper withBorder p="lg">
			<Stack gap="md">
				<div>
					<Title order={3} size="h4">
						<ForeignText text={asking.called === '' ? who : `${asking.called} (${who})`} />
					</Title>
					{asking.callThemselves !== undefined && (
						<Text fw={600}>
							{t('calledBoth', { invited: visible(asking.called), themselves: visible(asking.callThemselves) })}
						</Text>
					)}
					<Text>{t('asksAs', { role: t(`archiveRole.${asking.role}`) })}</Text>
				</div>
				<ApproveForm asking={asking} role={asking.role} people={props.people} />
				<div>{refuse}</div>
			</Stack>
		</Paper>
	);
}
