import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Marks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { useNames } from '../../session/queries.ts';
import { useItemNames } from './item-names.ts';
import { NoteCard } from './note-card.tsx';
import { SoughtList } from './sought-list.tsx';

/** Notes, flags and warnings of all items of a case, newest last; those replaced since only where they are asked for. */
export function NoteList(props: { open: OpenCase; marks: Marks }) {
	const { t } = useTranslation('exhibits');
	const { t: review } = useTranslation('review');
	const itemName = useItemNames(props.open);
	const names = useNames();
	const [replacedToo, setReplacedToo] = useState(false);
	const { notes } = props.marks;
	const byId = new Map(notes.map((one) => [one.id, one]));
	return (
		<SoughtList
			label={t('tabs.notes')}
			all={notes}
			left={replacedToo ? notes : notes.filter((one) => one.replacedBy === undefined)}
			narrow={
				<Switch
					label={t('note.all')}
					checked={replacedToo}
					onChange={(event) => setReplacedToo(event.currentTarget.checked)}
				/>
			}
			textsOf={(one) => {
				const own = one.unreadable
					? []
					: [one.flag === null ? '' : review(`flag.${one.flag}`), one.text ?? '', ...one.tags];
				return [itemName(one.item), names(one.by), ...own];
			}}
			words={{
				none: t('note.none'),
				noneText: t('note.noneText'),
				find: t('note.find'),
				shown: (shown, count) => t('note.shown', { shown, count }),
			}}
			height={190}
		>
			{(one) => (
				<NoteCard
					open={props.open}
					note={one}
					earlier={one.replaces === undefined ? undefined : byId.get(one.replaces)}
					later={one.replacedBy === undefined ? undefined : byId.get(one.replacedBy)}
					itemName={itemName(one.item)}
				/>
			)}
		</SoughtList>
	);
}
