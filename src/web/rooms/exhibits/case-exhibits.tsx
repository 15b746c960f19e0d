import { Tabs, Text } from '@mantine/core';
import { IconBookmarks, IconNotes, IconScissors, IconTags } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { OpenCase } from '../../../client/cases.ts';
import { Busy } from '../../parts/busy.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { RoomPage } from '../../parts/room-page.tsx';
import { useMarks } from '../../session/marks.ts';
import { AddExhibit } from './add-exhibit.tsx';
import { ClipList } from './clip-list.tsx';
import { NoteList } from './note-list.tsx';
import { Register } from './register.tsx';
import { TagList } from './tag-list.tsx';

/** What stands in an address for a list other than the register. */
export const parts = ['clips', 'notes', 'tags'] as const;
export type Part = (typeof parts)[number];

/** Four lists of one case, each with an address: the register, the clips, the notes, the agreed tags. */
export function CaseExhibits(props: { open: OpenCase; part: '' | Part }) {
	const { t } = useTranslation('exhibits');
	const format = useFormats();
	const [, go] = useLocation();
	const { open, part } = props;
	const marks = useMarks(open);
	const mayMark = open.role !== 'reader';
	const count = (value: number | undefined) => (value === undefined ? '' : ` ${format.count(value)}`);
	return (
		<RoomPage
			title={t('title')}
			about={t('about')}
			actions={mayMark && marks.data !== undefined && <AddExhibit open={open} marks={marks.data} />}
		>
			{!mayMark && <Text c="dimmed">{t('readerOnly')}</Text>}
			{marks.isError && <ErrorNotice error={marks.error} retry={() => marks.refetch()} />}
			<Tabs
				value={part === '' ? 'register' : part}
				onChange={(value) => go(`/${open.id}${value === 'register' ? '' : `/${value}`}`)}
				keepMounted={false}
			>
				<Tabs.List mb="md">
					<Tabs.Tab value="register" leftSection={<IconBookmarks size={18} aria-hidden />}>
						{t('tabs.register')}
						{count(marks.data?.exhibits.length)}
					</Tabs.Tab>
					<Tabs.Tab value="clips" leftSection={<IconScissors size={18} aria-hidden />}>
						{t('tabs.clips')}
						{count(marks.data?.clips.length)}
					</Tabs.Tab>
					<Tabs.Tab value="notes" leftSection={<IconNotes size={18} aria-hidden />}>
						{t('tabs.notes')}
						{count(marks.data?.notes.length)}
					</Tabs.Tab>
					<Tabs.Tab value="tags" leftSection={<IconTags size={18} aria-hidden />}>
						{t('tabs.tags')}
						{count(marks.data?.vocabulary?.tags.length)}
					</Tabs.Tab>
				</Tabs.List>
				<Tabs.Panel value="register">
					{marks.data === undefined ? marks.isPending && <Busy /> : <Register open={open} marks={marks.data} />}
				</Tabs.Panel>
				<Tabs.Panel value="clips">
					{marks.data === undefined ? marks.isPending && <Busy /> : <ClipList open={open} marks={marks.data} />}
				</Tabs.Panel>
				<Tabs.Panel value="notes">
					{marks.data === undefined ? marks.isPending && <Busy /> : <NoteList open={open} marks={marks.data} />}
				</Tabs.Panel>
				<Tabs.Panel value="tags">
					{marks.data === undefined ? marks.isPending && <Busy /> : <TagList open={open} marks={marks.data} />}
				</Tabs.Panel>
			</Tabs>
		</RoomPage>
	);
}
