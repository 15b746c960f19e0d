import { Anchor, Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Clip } from '../../../client/case/clips.ts';
import type { Exhibit } from '../../../client/case/exhibits.ts';
import type { Marks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { links } from '../../links.ts';
import { ForeignText, visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { ClipNumber } from './clip-number.tsx';
import { ClipWords } from './clip-words.tsx';
import classes from './exhibits.module.css';
import { ReviseClip } from './revise-clip.tsx';
import { Wordings } from './wordings.tsx';

/** One clip: what it is called, where it is, what was said of it, and every earlier wording. */
export function ClipCard(props: {
	open: OpenCase;
	marks: Marks;
	clip: Clip;
	exhibit: Exhibit | undefined;
	itemName: string;
}) {
	const { t } = useTranslation('exhibits');
	const { t: common } = useTranslation();
	const format = useFormats();
	const [revising, revise] = useDisclosure(false);
	const { open, clip, exhibit, itemName } = props;
	const known = clip.unreadable ? undefined : clip;
	const name = known === undefined ? t('unreadable') : visible(known.name ?? '') || t('unnamed');
	const mayMark = open.role !== 'reader';
	return (
		<Paper component="article" withBorder p="md" aria-label={name} className={classes.card}>
			<Stack gap="xs">
				<Group gap="sm" align="baseline">
					{exhibit !== undefined && (
						<Text fw={700} className={classes.number}>
							{visible(exhibit.label)}
						</Text>
					)}
					<Title order={2} size="h5" className={classes.words}>
						<bdi>{name}</bdi>
					</Title>
				</Group>
				{known !== undefined && <ClipWords detail={known} />}
				<Text size="sm" c="dimmed" className={classes.words}>
					<ForeignText text={itemName} />
				</Text>
				<Wordings clip={clip} />
				<Group gap="sm" mt={4}>
					<Anchor component={Link} href={`~${links.review(open.id, clip.item, known?.fromMs)}`} size="sm">
						{known === undefined ? t('toReview') : t('toReviewAt', { time: format.timecode(known.fromMs) })}
					</Anchor>
					<Anchor component={Link} href={`~${links.custody(open.id, clip.item)}`} size="sm">
						{t('toCustody')}
					</Anchor>
					{mayMark && known !== undefined && (
						<Button size="xs" variant="default" onClick={revise.open} aria-label={t('reviseOf', { name })}>
							{t('reviseClip')}
						</Button>
					)}
					{mayMark && exhibit === undefined && <ClipNumber open={open} clip={clip} name={name} />}
				</Group>
			</Stack>
			{known !== undefined && (
				<Modal
					opened={revising}
					onClose={revise.close}
					title={t('reviseOf', { name })}
					size="lg"
					closeButtonProps={{ 'aria-label': common('close') }}
				>
					<ReviseClip open={open} marks={props.marks} clip={known} onDone={revise.close} />
				</Modal>
			)}
		</Paper>
	);
}
