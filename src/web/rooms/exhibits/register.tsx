import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Marks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { ExhibitCard } from './exhibit-card.tsx';
import { useItemNames } from './item-names.ts';
import { SoughtList } from './sought-list.tsx';

/** Every number ever given in the case, withdrawn ones too. */
export function Register(props: { open: OpenCase; marks: Marks }) {
	const { t } = useTranslation('exhibits');
	const itemName = useItemNames(props.open);
	const [onlyHolding, setOnlyHolding] = useState(false);
	const { exhibits, clips } = props.marks;
	return (
		<SoughtList
			label={t('tabs.register')}
			all={exhibits}
			left={exhibits
				.filter((one) => !onlyHolding || one.withdrawn === undefined)
				.sort((a, b) => a.number.item - b.number.item || (a.number.clip ?? 0) - (b.number.clip ?? 0))}
			narrow={
				<Switch
					label={t('onlyHolding')}
					checked={onlyHolding}
					onChange={(event) => setOnlyHolding(event.currentTarget.checked)}
				/>
			}
			textsOf={(one) => [one.label, one.title, ...one.earlierTitles, itemName(one.item)]}
			words={{
				none: t('noExhibits'),
				noneText: t('noExhibitsText'),
				find: t('findExhibit'),
				shown: (shown, count) => t('exhibitsShown', { shown, count }),
			}}
			height={150}
		>
			{(one) => (
				<ExhibitCard
					open={props.open}
					exhibit={one}
					clip={clips.find((clip) => clip.id === one.clip)}
					itemName={itemName(one.item)}
				/>
			)}
		</SoughtList>
	);
}
