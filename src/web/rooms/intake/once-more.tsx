import { Alert, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { useSession } from '../../session/use-session.ts';
import { GiveAgain } from './give-again.tsx';
import { begin } from './use-deliveries.ts';
import type { Ending, IntakeWork } from './work.ts';

/** Of what an earlier delivery took: whose record it has, and a way to take it once more with the one given now, if one was. */
export function OnceMore(props: { open: OpenCase; work: IntakeWork; ending: Ending }) {
	const { t } = useTranslation('intake');
	const session = useSession();
	const { open, work, ending } = props;
	const lost = ending.recordTaken === false;
	const given = work.delivery.about.record !== undefined;
	return (
		<Alert
			color={lost ? 'yellow' : 'gray'}
			icon={lost ? <IconAlertTriangle aria-hidden /> : <IconInfoCircle aria-hidden />}
			role={lost ? 'alert' : 'status'}
			title={lost ? t('once.notTaken') : undefined}
		>
			<Stack gap="sm" align="flex-start">
				<Text size="sm">
					{lost ? t('once.keeps') : t('once.before', { count: ending.about.before.length })}
					{given && ` ${t('once.text')}`}
				</Text>
				{given && (
					<GiveAgain
						open={open}
						work={work}
						variant="default"
						words={{ found: t('once.take'), folder: t('once.choose'), files: t('once.chooseFiles') }}
						onListed={(delivery, listing) => {
							const about = { ...delivery.about, again: true, begun: new Date().toISOString() };
							return begin(session, open, { ...delivery, about }, listing);
						}}
					/>
				)}
			</Stack>
		</Alert>
	);
}
