import { Paper, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Exhibit } from '../../../client/case/exhibits.ts';
import type { Marks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { LongList } from '../../parts/long-list.tsx';
import { ExhibitCard } from './exhibit-card.tsx';
import { useItemNames } from './item-names.ts';

/** Every number ever given in the case, withdrawn ones too. */
export function Register(props: { open: OpenCase; marks: Marks }) {
	const { t } = useTranslation('exhibits');
	const itemName = useItemNames(props.open);
	const [sought, setSought] = useState('');
	const [onlyHolding, setOnlyHolding] = useState(false);
	const wanted = useDeferredValue(sought).trim().toLowerCase();
	const { exhibits, clips } = props.marks;
	if (exhibits.length === 0) {
		return (
			<Paper withBorder p="xl">
				<Text fw={600}>{t('noExhibits')}</Text>
				<Text c="dimmed">{t('noExhibitsText')}</Text>
			</Paper>
		);
	}
	const texts = (one: Exhibit): string =>
		[one.label, one.title, ...one.earlierTitles, itemName(one.item)].join('\n').toLowerCase();
	const shown = exhibits
		.filter((one) => (!onlyHolding || one.withdrawn === undefined) && texts(one).includes(wanted))
		.sort((a, b) => a.number.item - b.number.item || (a.number.clip ?? 0) - (b.number.clip ?? 0));
	return (
		<Stack gap="md">
			<TextInput
				label={t('findExhibit')}
				value={sought}
				onChange={(event) => setSought(event.currentTarget.value)}
				leftSection={<IconSearch size={18} aria-hidden />}
				maw="30rem"
			/>
			<Switch
				label={t('onlyHolding')}
				checked={onlyHolding}
				onChange={(event) => setOnlyHolding(event.currentTarget.checked)}
			/>
			<Text size="sm" c="dimmed" role="status">
				{t('exhibitsShown', { shown: shown.length, count: exhibits.length })}
			</Text>
			<LongList label={t('tabs.register')} items={shown} keyOf={(one) => one.id} height={150}>
				{(one) => (
					<ExhibitCard
						open={props.open}
						exhibit={one}
						clip={clips.find((clip) => clip.id === one.clip)}
						itemName={itemName(one.item)}
					/>
				)}
			</LongList>
		</Stack>
	);
}
