import { List, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { remarkIn } from '../../../report/words/remarks.ts';
import { ForeignText } from '../../parts/foreign-text.tsx';
import type { AboutItem } from './item-data.ts';

/** What the examination remarked, where it did, and what that means for whoever looks only at what was made from the item. */
export function Remarks(props: { open: OpenCase; about: AboutItem }) {
	const { t, i18n } = useTranslation('review');
	const { remarks } = props.about;
	if (remarks.length === 0) return null;
	const language = i18n.language === 'ru' ? 'ru' : 'en';
	return (
		<Paper withBorder p="md" component="section" aria-labelledby="remarks-title">
			<Stack gap="xs">
				<Title order={2} size="h4" id="remarks-title">
					{t('remarks.title')}
				</Title>
				<Text size="sm">{t('remarks.meaning')}</Text>
				<Text size="sm">{t(props.open.role === 'reader' ? 'remarks.askOriginal' : 'remarks.seeOriginal')}</Text>
				<Text size="sm">{t('remarks.said')}</Text>
				<List size="sm" withPadding>
					{[...new Set(remarks)].map((remark) => (
						<List.Item key={remark}>
							<ForeignText text={remarkIn(language, remark)} />
						</List.Item>
					))}
				</List>
			</Stack>
		</Paper>
	);
}
