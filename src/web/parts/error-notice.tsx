import { Alert, Button, Code, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isCustosError } from '../../domain/errors.ts';

/** A failure in plain words: what happened, what to do, and a way to try again where there is one. */
export function ErrorNotice(props: { error: unknown; retry?: () => unknown }) {
	const { t } = useTranslation();
	const { t: of } = useTranslation('errors');
	const code = isCustosError(props.error) ? props.error.code : 'internal';
	return (
		<Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={of(`${code}.what`)} role="alert">
			<Stack gap="sm" align="flex-start">
				<Text>{of(`${code}.advice`)}</Text>
				<details>
					<summary>{t('details')}</summary>
					<Code block mt="xs">
						{code}: {props.error instanceof Error ? props.error.message : ''}
					</Code>
				</details>
				{props.retry !== undefined && (
					<Button
						variant="default"
						onClick={() => {
							props.retry?.();
						}}
					>
						{t('retry')}
					</Button>
				)}
			</Stack>
		</Alert>
	);
}
