import { Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Told } from './telling.ts';

/** What this device found when it checked an event. One whose proof did not hold is not here: the whole page stops. */
export function ProofState({ told }: { told: Told }) {
	const { t } = useTranslation('custody');
	const Icon = told.unreadable ? IconAlertTriangle : IconShieldCheck;
	return (
		<Group gap={6} wrap="nowrap" align="flex-start" component="span">
			<Icon size={16} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
			<Text span size="sm">
				{told.unreadable ? t('proof.unreadable') : t('proof.holds')}
			</Text>
		</Group>
	);
}

/** The word that somebody was refused, with the reason. */
export function Refused({ code }: { code: string }) {
	const { t, i18n } = useTranslation('custody');
	const why = i18n.exists(`refusedFor.${code}`, { ns: 'custody' }) ? t(`refusedFor.${code as 'denied'}`) : code;
	return (
		<Text span fw={700} c="red" size="sm">
			{t('refused', { why })}
		</Text>
	);
}
