import { Button, Paper, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { OpenCase } from '../../../client/cases.ts';
import { links } from '../../links.ts';

/** A case without items, and what to do about it. */
export function EmptyCase(props: { open: OpenCase }) {
	const { t } = useTranslation('cases');
	const reader = props.open.role === 'reader';
	return (
		<Paper withBorder p="xl" maw="42rem">
			<Stack align="flex-start">
				<Text>{reader ? t('emptyReader') : t('empty')}</Text>
				{!reader && (
					<Button
						component={Link}
						href={`~${links.intake(props.open.id)}`}
						leftSection={<IconUpload size={18} aria-hidden />}
					>
						{t('addItems')}
					</Button>
				)}
			</Stack>
		</Paper>
	);
}

/** A search or a filter that nothing passes. */
export function NothingFits(props: { onClear: () => void }) {
	const { t } = useTranslation('cases');
	return (
		<Paper withBorder p="xl" maw="42rem">
			<Stack align="flex-start">
				<Text>{t('nothingFits')}</Text>
				<Button variant="default" onClick={props.onClear}>
					{t('showAll')}
				</Button>
			</Stack>
		</Paper>
	);
}
