import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { links } from '../../links.ts';
import { RoomPage } from '../../parts/room-page.tsx';

/** An address of a case one is not, or no longer, a member of. */
export function NoSuchCase() {
	const { t } = useTranslation('cases');
	return (
		<RoomPage title={t('notYours')}>
			<Text maw="40rem">{t('notYoursText')}</Text>
			<div>
				<Button component={Link} href={`~${links.cases()}`}>
					{t('toCases', { ns: 'common' })}
				</Button>
			</div>
		</RoomPage>
	);
}
