import { Alert, Button, Code, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CustosError } from '../../../domain/errors.ts';
import { saveReceipts } from '../../session/profile-file.ts';
import type { LossAnswer } from '../../session/session.ts';
import { useHouse } from '../../session/use-session.ts';
import { DoorFrame } from './door-frame.tsx';

/** Everything has stopped: the archive showed what cannot be true. */
export function StopPage(props: { error: CustosError; loss: LossAnswer | undefined }) {
	const { t } = useTranslation();
	const { t: of } = useTranslation('errors');
	const house = useHouse();
	return (
		<DoorFrame>
			<Stack gap="lg">
				<div role="alert">
					<Title order={1} size="h2" c="var(--mantine-color-error)">
						{t('stopTitle')}
					</Title>
				</div>
				<Alert color="red" icon={<IconHandStop aria-hidden />} title={of(`${props.error.code}.what`)}>
					{of(`${props.error.code}.advice`)}
				</Alert>
				<Text>{t('stopText')}</Text>
				{props.loss !== undefined && <Text role="status">{t(`stopLoss.${props.loss}`)}</Text>}
				<div>
					<Title order={2} size="h4" mb="xs">
						{t('stopDo')}
					</Title>
					<List type="ordered" spacing="xs">
						<List.Item>{t('stopDo1')}</List.Item>
						<List.Item>{t('stopDo2')}</List.Item>
						<List.Item>{t('stopDo3')}</List.Item>
						<List.Item>{t('stopDo4')}</List.Item>
					</List>
				</div>
				<Group>
					<Button
						onClick={() => {
							saveReceipts(house).catch(house.report);
						}}
					>
						{t('saveReceipts')}
					</Button>
					<Button variant="default" onClick={() => location.reload()}>
						{t('stopReload')}
					</Button>
				</Group>
				<details>
					<summary>{t('details')}</summary>
					<Code block mt="xs">
						{new Date().toISOString()} {props.error.code}: {props.error.message}
					</Code>
				</details>
			</Stack>
		</DoorFrame>
	);
}
