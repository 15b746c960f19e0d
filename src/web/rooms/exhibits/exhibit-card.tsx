import { Anchor, Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBan } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Clip } from '../../../client/case/clips.ts';
import type { Exhibit } from '../../../client/case/exhibits.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { links } from '../../links.ts';
import { ForeignLines, ForeignText, visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useNames } from '../../session/queries.ts';
import classes from './exhibits.module.css';
import { RenameExhibit } from './rename-exhibit.tsx';
import { WithdrawExhibit } from './withdraw-exhibit.tsx';

/** One line of the register: number, title and what it was called before, what it is of, who gave it when. */
export function ExhibitCard(props: { open: OpenCase; exhibit: Exhibit; clip: Clip | undefined; itemName: string }) {
	const { t } = useTranslation('exhibits');
	const format = useFormats();
	const names = useNames();
	const [renaming, rename] = useDisclosure(false);
	const [withdrawing, withdraw] = useDisclosure(false);
	const { open, exhibit: one, clip, itemName } = props;
	const { withdrawn } = one;
	const known = clip?.unreadable === false ? clip : undefined;
	const range = known && `${format.timecode(known.fromMs)} – ${format.timecode(known.toMs)}`;
	const label = visible(one.label);
	return (
		<Paper component="article" withBorder p="md" aria-label={label} className={classes.card}>
			<Stack gap="xs">
				<Group gap="sm" align="baseline">
					<Title order={2} size="h5" className={classes.number} td={withdrawn && 'line-through'}>
						{label}
					</Title>
					{withdrawn !== undefined && (
						<Badge color="gray" variant="default" leftSection={<IconBan size={14} aria-hidden />}>
							{t('withdrawn')}
						</Badge>
					)}
					<Text fw={600} className={classes.words}>
						{one.unreadable ? t('unreadable') : one.title === '' ? t('untitled') : <ForeignText text={one.title} />}
					</Text>
				</Group>
				{one.earlierTitles.length > 0 && (
					<Text size="sm" c="dimmed" className={classes.words}>
						{t('formerly')}{' '}
						{one.earlierTitles.map((title, i) => (
							<span key={i}>
								{i > 0 && ' · '}
								{title === '' ? t('untitled') : <ForeignText text={title} />}
							</span>
						))}
					</Text>
				)}
				<Text size="sm" className={classes.words}>
					{range !== undefined && `${t('clipOf', { range })} `}
					<ForeignText text={itemName} />
				</Text>
				<Text size="sm" c="dimmed">
					{t('given', { who: names(one.by), when: format.time(one.at) })}
				</Text>
				{withdrawn !== undefined && (
					<Text size="sm" className={classes.words}>
						{t('withdrawnBy', { who: names(withdrawn.by), when: format.time(withdrawn.at) })}{' '}
						{withdrawn.reason === undefined ? t('unreadable') : <ForeignLines text={withdrawn.reason} />}
					</Text>
				)}
				<Group gap="sm" mt={4}>
					<Anchor component={Link} href={`~${links.review(open.id, one.item, known?.fromMs)}`} size="sm">
						{known === undefined ? t('toReview') : t('toReviewAt', { time: format.timecode(known.fromMs) })}
					</Anchor>
					<Anchor component={Link} href={`~${links.custody(open.id, one.item, one.id)}`} size="sm">
						{t('toCustody')}
					</Anchor>
					{open.role !== 'reader' && withdrawn === undefined && (
						<>
							<Button size="xs" variant="default" onClick={rename.open} aria-label={t('renameOf', { label })}>
								{t('rename')}
							</Button>
							<Button size="xs" variant="default" onClick={withdraw.open} aria-label={t('withdrawOf', { label })}>
								{t('withdraw')}
							</Button>
						</>
					)}
				</Group>
			</Stack>
			<RenameExhibit open={open} exhibit={one} opened={renaming} onClose={rename.close} />
			<WithdrawExhibit open={open} exhibit={one} opened={withdrawing} onClose={withdraw.close} />
		</Paper>
	);
}
