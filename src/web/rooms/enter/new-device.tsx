import { Anchor, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Heading } from './heading.tsx';

/** What to do on a new device, or when the passphrase is gone. */
export function NewDevice(props: { onBack: () => void }) {
	const { t } = useTranslation('enter');
	return (
		<Stack gap="lg">
			<Heading title={t('newDeviceTitle')}>{t('newDeviceText')}</Heading>
			<List type="ordered" spacing="xs">
				<List.Item>{t('newDevice1')}</List.Item>
				<List.Item>{t('newDevice2')}</List.Item>
				<List.Item>{t('newDevice3')}</List.Item>
				<List.Item>{t('newDevice4')}</List.Item>
			</List>
			<Text>{t('newDeviceFile')}</Text>
			<Text c="dimmed">{t('newDeviceLost')}</Text>
			<Anchor component="button" type="button" onClick={props.onBack}>
				{t('back')}
			</Anchor>
		</Stack>
	);
}
