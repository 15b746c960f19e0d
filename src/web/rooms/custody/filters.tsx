import { Button, Group, Select, Switch } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { visible } from '../../parts/foreign-text.tsx';
import { EVERYTHING, type Wanted } from './fits.ts';
import { kindOf, kinds } from './kinds.ts';
import type { Told } from './telling.ts';

/** Leaves out events by who, by kind, or all that were not refused. */
export function Filters(props: {
	told: readonly Told[];
	wanted: Wanted;
	onChange: (wanted: Wanted) => void;
	ofExhibit: boolean;
}) {
	const { t } = useTranslation('custody');
	const { told, wanted, onChange } = props;
	const people = useMemo(
		() =>
			[...new Map(told.map((one) => [one.event.entry.statement.actor, visible(one.who)]))]
				.map(([value, label]) => ({ value, label }))
				.sort((a, b) => a.label.localeCompare(b.label)),
		[told],
	);
	const present = useMemo(() => new Set(told.map((one) => kindOf[one.event.entry.statement.type])), [told]);
	const change = (part: Partial<Wanted>): void => onChange({ ...wanted, ...part });
	return (
		<Group gap="md" align="flex-end" className="custos-screen">
			<Select
				label={t('who')}
				placeholder={t('everybody')}
				data={people}
				value={wanted.person}
				onChange={(person) => change({ person })}
				clearable
				searchable
				clearButtonProps={{ 'aria-label': t('everybody') }}
				w={240}
			/>
			<Select
				label={t('kindLabel')}
				placeholder={t('everyKind')}
				data={kinds.filter((kind) => present.has(kind)).map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
				value={wanted.kind}
				onChange={(kind) => change({ kind: kinds.find((one) => one === kind) ?? null })}
				clearable
				clearButtonProps={{ 'aria-label': t('everyKind') }}
				w={240}
			/>
			<Switch
				label={t('refusedOnly')}
				checked={wanted.refused}
				onChange={(event) => change({ refused: event.currentTarget.checked })}
				mb={8}
			/>
			{props.ofExhibit && (
				<Switch
					label={t('exhibitOnly')}
					checked={wanted.exhibitOnly}
					onChange={(event) => change({ exhibitOnly: event.currentTarget.checked })}
					mb={8}
				/>
			)}
			{JSON.stringify(wanted) !== JSON.stringify(EVERYTHING) && (
				<Button variant="subtle" onClick={() => onChange(EVERYTHING)}>
					{t('showAll')}
				</Button>
			)}
		</Group>
	);
}
