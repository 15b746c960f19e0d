import { Alert, Button, Checkbox, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertTriangle, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cautions } from './spans.ts';

/** Asks what for, once, before anything is opened; says that every opening is recorded. */
export function Gate(props: { cautions: Cautions; start: string; onPurpose: (purpose: string) => void }) {
	const { t } = useTranslation('review');
	const [purpose, setPurpose] = useState(props.start);
	const [sure, setSure] = useState(false);
	const { hideAll, warnAll, warnings, hidden } = props.cautions;
	const ready = purpose.trim() !== '' && (sure || !hideAll);
	return (
		<Paper withBorder p="md">
			<form
				onSubmit={(event) => {
					event.preventDefault();
					if (ready) props.onPurpose(purpose.trim());
				}}
			>
				<Stack>
					<Title order={2} size="h4">
						{t('gate.title')}
					</Title>
					<Text>{t('gate.text')}</Text>
					{hideAll && (
						<Alert color="red" icon={<IconEyeOff aria-hidden />} title={t('gate.hideAll')}>
							<Checkbox
								label={t('gate.sure')}
								checked={sure}
								onChange={(event) => setSure(event.currentTarget.checked)}
							/>
						</Alert>
					)}
					{(warnAll || warnings.length > 0 || hidden.length > 0) && (
						<Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title={t('gate.warned')}>
							{t('gate.warnedText')}
						</Alert>
					)}
					<TextInput
						label={t('gate.purpose')}
						description={t('gate.purposeHint')}
						value={purpose}
						onChange={(event) => setPurpose(event.currentTarget.value)}
						maxLength={500}
						autoComplete="off"
						required
					/>
					<Group justify="flex-end">
						<Button type="submit" disabled={!ready}>
							{t('gate.go')}
						</Button>
					</Group>
				</Stack>
			</form>
		</Paper>
	);
}
