import { Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Clip } from '../../../client/case/clips.ts';
import type { Marks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { LongList } from '../../parts/long-list.tsx';
import { ClipCard } from './clip-card.tsx';
import { useItemNames } from './item-names.ts';

/** The clips of a case, newest last, with what was said of each. */
export function ClipList(props: { open: OpenCase; marks: Marks }) {
	const { t } = useTranslation('exhibits');
	const itemName = useItemNames(props.open);
	const [sought, setSought] = useState('');
	const wanted = useDeferredValue(sought).trim().toLowerCase();
	const { clips, exhibits } = props.marks;
	if (clips.length === 0) {
		return (
			<Paper withBorder p="xl">
				<Text fw={600}>{t('noClips')}</Text>
				<Text c="dimmed">{t('noClipsText')}</Text>
			</Paper>
		);
	}
	const texts = (one: Clip): string => {
		const own = one.unreadable ? [] : [one.name, one.note, one.legalElement, ...one.tags, ...one.people];
		return [itemName(one.item), ...own].join('\n').toLowerCase();
	};
	const shown = clips.filter((one) => texts(one).includes(wanted));
	return (
		<Stack gap="md">
			<TextInput
				label={t('findClip')}
				value={sought}
				onChange={(event) => setSought(event.currentTarget.value)}
				leftSection={<IconSearch size={18} aria-hidden />}
				maw="30rem"
			/>
			<Text size="sm" c="dimmed" role="status">
				{t('clipsShown', { shown: shown.length, count: clips.length })}
			</Text>
			<LongList label={t('tabs.clips')} items={shown} keyOf={(one) => one.id} height={200}>
				{(one) => (
					<ClipCard
						open={props.open}
						marks={props.marks}
						clip={one}
						exhibit={exhibits.find((other) => other.clip === one.id && other.withdrawn === undefined)}
						itemName={itemName(one.item)}
					/>
				)}
			</LongList>
		</Stack>
	);
}
