import { Button, Paper, Stack, Table, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Marks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useNames } from '../../session/queries.ts';
import classes from './exhibits.module.css';
import { TagEditor } from './tag-editor.tsx';

/** The tags the case agreed on; its leads may fix another list. */
export function TagList(props: { open: OpenCase; marks: Marks }) {
	const { t } = useTranslation('exhibits');
	const format = useFormats();
	const names = useNames();
	const [editing, setEditing] = useState(false);
	const { vocabulary } = props.marks;
	const lead = props.open.role === 'lead';
	if (editing) {
		return <TagEditor open={props.open} vocabulary={vocabulary} onDone={() => setEditing(false)} />;
	}
	const tags = vocabulary?.tags ?? [];
	return (
		<Stack gap="md" maw="48rem">
			<Text c="dimmed">{t('tagsAbout')}</Text>
			{tags.length === 0 ? (
				<Paper withBorder p="xl">
					<Text fw={600}>{t('noTags')}</Text>
					<Text c="dimmed">{lead ? t('noTagsLead') : t('noTagsOther')}</Text>
				</Paper>
			) : (
				<Table>
					<Table.Thead>
						<Table.Tr>
							<Table.Th>{t('tag')}</Table.Th>
							<Table.Th>{t('meaning')}</Table.Th>
						</Table.Tr>
					</Table.Thead>
					<Table.Tbody>
						{tags.map(({ tag, meaning }) => (
							<Table.Tr key={tag}>
								<Table.Td className={classes.words} fw={600} w="30%" miw="8rem">
									<ForeignText text={tag} />
								</Table.Td>
								<Table.Td className={classes.words}>{meaning !== null && <ForeignText text={meaning} />}</Table.Td>
							</Table.Tr>
						))}
					</Table.Tbody>
				</Table>
			)}
			{vocabulary !== undefined && (
				<Text size="sm" c="dimmed">
					{t('fixedBy', { who: names(vocabulary.by), when: format.time(vocabulary.at) })}
				</Text>
			)}
			{lead && (
				<div>
					<Button variant="default" leftSection={<IconPencil size={18} aria-hidden />} onClick={() => setEditing(true)}>
						{t('editTags')}
					</Button>
				</div>
			)}
		</Stack>
	);
}
