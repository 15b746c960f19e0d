import { List, Paper, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const SAID = [
	'watched',
	'depositor',
	'again',
	'catalogue',
	'recovery',
	'together',
	'worker',
	'strangers',
	'otherCase',
	'end',
] as const;

/** What cannot be read off the ledger, said where people would otherwise believe it could. */
export function NotShown() {
	const { t } = useTranslation('custody');
	return (
		<Paper component="section" withBorder p="lg" aria-labelledby="not-shown">
			<Title order={2} size="h4" id="not-shown" mb="xs">
				{t('notShown.title')}
			</Title>
			<Text mb="sm">{t('notShown.about')}</Text>
			<List spacing={6}>
				{SAID.map((one) => (
					<List.Item key={one}>{t(`notShown.${one}`)}</List.Item>
				))}
			</List>
		</Paper>
	);
}
