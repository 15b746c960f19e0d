import { Checkbox, MultiSelect, Select, SimpleGrid } from '@mantine/core';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ItemState } from '../../../domain/wire.ts';
import { visible } from '../../parts/foreign-text.tsx';
import type { Row } from './rows.ts';
import { sorts, type View } from './view.ts';

const flags = ['relevant', 'not-relevant', 'do-not-show', 'warning', 'none'] as const;
const clips = ['any', 'with', 'without'] as const;

/** What of a view is no search. */
export type Narrowing = Omit<View, 'search'>;

/** Everything a view can be narrowed by; what there is to choose from is what the case has. Left alone by every letter of a search. */
export const Filters = memo(function Filters(props: {
	view: Narrowing;
	onChange: (part: Partial<Narrowing>) => void;
	rows: readonly Row[];
}) {
	const { t } = useTranslation('cases');
	const { view, rows, onChange: set } = props;
	const kinds = useMemo(() => distinct(rows.map((row) => row.kind)), [rows]);
	const tags = useMemo(() => distinct(rows.flatMap((row) => row.tags)), [rows]);
	const clear = { clearable: true, clearButtonProps: { 'aria-label': t('clearFilter') } };
	return (
		<SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
			<MultiSelect
				label={t('filterState')}
				data={ItemState.options.map((value) => ({ value, label: t(`state.${value}`) }))}
				value={view.states}
				onChange={(states) => set({ states: states as View['states'] })}
				{...clear}
			/>
			<MultiSelect
				label={t('filterKind')}
				data={kinds.map((value) => ({ value, label: visible(value) }))}
				value={view.kinds}
				onChange={(chosen) => set({ kinds: chosen })}
				nothingFoundMessage={t('noKinds')}
				{...clear}
			/>
			<MultiSelect
				label={t('filterFlag')}
				data={flags.map((value) => ({ value, label: t(`flag.${value}`) }))}
				value={view.flags}
				onChange={(chosen) => set({ flags: chosen as View['flags'] })}
				{...clear}
			/>
			<MultiSelect
				label={t('filterTag')}
				data={tags.map((value) => ({ value, label: visible(value) }))}
				value={view.tags}
				onChange={(chosen) => set({ tags: chosen })}
				nothingFoundMessage={t('noTags')}
				searchable
				{...clear}
			/>
			<Select
				label={t('filterClips')}
				data={clips.map((value) => ({ value, label: t(`clips.${value}`) }))}
				value={view.clips}
				onChange={(value) => set({ clips: (value ?? 'any') as View['clips'] })}
				allowDeselect={false}
			/>
			<Checkbox
				label={t('onlyUnreadable')}
				checked={view.unreadable}
				onChange={(event) => set({ unreadable: event.currentTarget.checked })}
				mt={{ sm: '1.9rem' }}
			/>
			<Checkbox
				label={t('onlyElsewhere')}
				checked={view.elsewhere}
				onChange={(event) => set({ elsewhere: event.currentTarget.checked })}
				mt={{ sm: '1.9rem' }}
			/>
			<Checkbox
				label={t('onlyRemarked')}
				checked={view.remarked}
				onChange={(event) => set({ remarked: event.currentTarget.checked })}
				mt={{ sm: '1.9rem' }}
			/>
			{/* A narrow table has no heads to press. */}
			<Select
				label={t('order')}
				data={sorts.map((value) => ({ value, label: value === 'received' ? t('asReceived') : t(`col.${value}`) }))}
				value={view.sort.by}
				onChange={(by) => set({ sort: { ...view.sort, by: (by ?? 'name') as View['sort']['by'] } })}
				allowDeselect={false}
			/>
			<Checkbox
				label={t('lastFirst')}
				checked={view.sort.down}
				onChange={(event) => set({ sort: { ...view.sort, down: event.currentTarget.checked } })}
				mt={{ sm: '1.9rem' }}
			/>
		</SimpleGrid>
	);
});

function distinct(values: readonly string[]): string[] {
	return [...new Set(values)].filter((one) => one !== '').sort();
}
