import { Anchor, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconNote } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Note } from '../../../client/case/notes.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { links } from '../../links.ts';
import { ForeignLines, ForeignText, visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useNames } from '../../session/queries.ts';
import { FlagBadge } from '../review/flag-badge.tsx';
import { usePlaceWords } from '../review/place-words.ts';
import classes from './exhibits.module.css';
import { SaidTags } from './said-tags.tsx';

/** One note: of which item and which part of it, what it says, who wrote it and with which entry. */
export function NoteCard(props: {
	open: OpenCase;
	note: Note;
	/** The one it takes the place of. */
	earlier: Note | undefined;
	/** The one that took its place. */
	later: Note | undefined;
	itemName: string;
}) {
	const { t } = useTranslation('exhibits');
	const format = useFormats();
	const names = useNames();
	const place = usePlaceWords();
	const { open, note, earlier, later, itemName } = props;
	const known = note.unreadable ? undefined : note;
	const from = known?.fromMs ?? undefined;
	return (
		<Paper component="article" withBorder p="md" aria-label={visible(itemName)} className={classes.card}>
			<Stack gap="xs">
				<Group gap="sm">
					{known?.flag ? <FlagBadge flag={known.flag} /> : <IconNote size={18} aria-hidden />}
					<Title order={2} size="h5" className={classes.words}>
						<ForeignText text={itemName} />
					</Title>
				</Group>
				{later !== undefined && (
					<Text size="sm" fw={600}>
						{t('note.replaced', { entry: format.count(later.index) })}
					</Text>
				)}
				{known === undefined ? (
					<Text size="sm">{t('unreadable')}</Text>
				) : (
					<>
						<Text size="sm">{place(known.fromMs, known.toMs)}</Text>
						<SaidTags tags={known.tags} />
						{known.text !== null && (
							<Text className={classes.words}>
								<ForeignLines text={known.text} />
							</Text>
						)}
					</>
				)}
				<Text size="sm" c="dimmed" className={classes.words}>
					<ForeignText text={names(note.by)} /> · {format.time(note.at)} ·{' '}
					{t('note.entry', { entry: format.count(note.index) })}
				</Text>
				{earlier !== undefined && (
					<Text size="sm" c="dimmed">
						{t('note.replaces', { entry: format.count(earlier.index) })}
					</Text>
				)}
				<Group gap="sm" mt={4}>
					<Anchor component={Link} href={`~${links.review(open.id, note.item, from)}`} size="sm">
						{from === undefined ? t('toReview') : t('toReviewAt', { time: format.timecode(from) })}
					</Anchor>
					<Anchor component={Link} href={`~${links.custody(open.id, note.item)}`} size="sm">
						{t('toCustody')}
					</Anchor>
				</Group>
			</Stack>
		</Paper>
	);
}
