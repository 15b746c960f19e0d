import { useTranslation } from 'react-i18next';
import type { Marks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { ClipCard } from './clip-card.tsx';
import { useItemNames } from './item-names.ts';
import { SoughtList } from './sought-list.tsx';

/** The clips of a case, newest last, with what was said of each. */
export function ClipList(props: { open: OpenCase; marks: Marks }) {
	const { t } = useTranslation('exhibits');
	const itemName = useItemNames(props.open);
	const { clips, exhibits } = props.marks;
	return (
		<SoughtList
			label={t('tabs.clips')}
			all={clips}
			textsOf={(one) => {
				const own = one.unreadable ? [] : [one.name, one.note, one.legalElement, ...one.tags, ...one.people];
				return [itemName(one.item), ...own.map((text) => text ?? '')];
			}}
			words={{
				none: t('noClips'),
				noneText: t('noClipsText'),
				find: t('findClip'),
				shown: (shown, count) => t('clipsShown', { shown, count }),
			}}
			height={200}
		>
			{(one) => (
				<ClipCard
					open={props.open}
					marks={props.marks}
					clip={one}
					exhibit={exhibits.find((other) => other.clip === one.id && other.withdrawn === undefined)}
					itemName={itemName(one.item)}
				/>
			)}
		</SoughtList>
	);
}
