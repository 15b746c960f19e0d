import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconBookmark, IconNote, IconPencil, IconPlayerPlay } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KnownClip } from '../../../client/case/clips.ts';
import type { Exhibit } from '../../../client/case/exhibits.ts';
import type { KnownNote, Note } from '../../../client/case/notes.ts';
import { ForeignLines, ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useNames } from '../../session/queries.ts';
import { ClipSaid } from '../exhibits/clip-said.tsx';
import { SaidTags } from '../exhibits/said-tags.tsx';
import { FlagBadge } from './flag-badge.tsx';
import { usePlaceWords } from './place-words.ts';

export interface SaidProps {
	notes: readonly Note[];
	clips: readonly KnownClip[];
	exhibits: readonly Exhibit[];
	/** Goes there in the player; undefined while none is open. */
	onGo: ((ms: number) => void) | undefined;
	/** Writes something else in the place of a note; undefined for those who may not. */
	onCorrect: ((note: KnownNote) => void) | undefined;
	/** For each clip: what one can do with it. */
	clipActions?: (clip: KnownClip) => ReactNode;
}

/** What people said of an item: notes, flags, warnings, clips and exhibits, each with its place in the recording. */
export function Said(props: SaidProps) {
	const { t } = useTranslation('review');
	const { notes, clips, exhibits, onGo, onCorrect } = props;
	const own = exhibits.filter((one) => one.clip === undefined);
	const nothing = notes.length === 0 && clips.length === 0 && own.length === 0;
	return (
		<Stack gap="xs">
			<Title order={2} size="h4">
				{t('said.title')}
			</Title>
			{nothing && <Text c="dimmed">{t('said.nothing')}</Text>}
			{own.map((one) => (
				<Paper key={one.id} withBorder p="xs">
					<ExhibitLine exhibit={one} />
				</Paper>
			))}
			{notes.map((note) => (
				<Paper key={note.id} withBorder p="xs">
					<NoteLine note={note} onGo={onGo} onCorrect={onCorrect} />
				</Paper>
			))}
			{clips.map((clip) => (
				<Paper key={clip.id} withBorder p="xs" id={`clip-${clip.id}`}>
					<Stack gap={4}>
						<Group gap="xs">
							<IconBookmark size={16} aria-hidden />
							<Text span fw={600}>
								<ForeignText text={clip.name ?? t('said.clip')} />
							</Text>
							<Place from={clip.fromMs} to={clip.toMs} onGo={onGo} />
						</Group>
						<ClipSaid detail={clip} />
						<ClipBy clip={clip} />
						{exhibits
							.filter((one) => one.clip === clip.id)
							.map((one) => (
								<ExhibitLine key={one.id} exhibit={one} />
							))}
						{props.clipActions?.(clip)}
					</Stack>
				</Paper>
			))}
		</Stack>
	);
}

function NoteLine(props: { note: Note; onGo: SaidProps['onGo']; onCorrect: SaidProps['onCorrect'] }) {
	const { t } = useTranslation('review');
	const { note, onGo, onCorrect } = props;
	if (note.unreadable) return <Text size="sm">{t('said.unreadable')}</Text>;
	const { fromMs, toMs } = note;
	return (
		<Stack gap={4}>
			<Group gap="xs">
				{note.flag === null ? <IconNote size={16} aria-hidden /> : <FlagBadge flag={note.flag} />}
				{fromMs === null && toMs === null ? (
					<Text size="sm">{t('said.all')}</Text>
				) : (
					<Place from={fromMs ?? 0} to={toMs} onGo={onGo} />
				)}
			</Group>
			<SaidTags tags={note.tags} />
			{note.text !== null && (
				<Text>
					<ForeignLines text={note.text} />
				</Text>
			)}
			<By by={note.by} at={note.at} />
			{note.replaces !== undefined && (
				<Text size="xs" c="dimmed">
					{t('said.corrected')}
				</Text>
			)}
			{onCorrect !== undefined && (
				<div>
					<Button
						size="compact-sm"
						variant="default"
						leftSection={<IconPencil size={14} aria-hidden />}
						onClick={() => onCorrect(note)}
					>
						{t('said.correct')}
					</Button>
				</div>
			)}
		</Stack>
	);
}

function ExhibitLine(props: { exhibit: Exhibit }) {
	const { t } = useTranslation('review');
	const { label, title, withdrawn } = props.exhibit;
	return (
		<Group gap="xs">
			<Badge radius="sm" size="lg">
				<ForeignText text={label} />
			</Badge>
			<Text span size="sm">
				<ForeignText text={title} />
			</Text>
			{withdrawn !== undefined && <Text size="sm">{t('said.withdrawn')}</Text>}
		</Group>
	);
}

/** From and to; a button where there is a player to go there. */
function Place(props: { from: number; to: number | null; onGo: SaidProps['onGo'] }) {
	const { t } = useTranslation('review');
	const { from, to, onGo } = props;
	const words = usePlaceWords()(from, to);
	if (onGo === undefined) return <Text size="sm">{words}</Text>;
	return (
		<Button
			size="compact-sm"
			variant="default"
			leftSection={<IconPlayerPlay size={14} aria-hidden />}
			onClick={() => onGo(from)}
			aria-label={t('said.go', { words })}
		>
			{words}
		</Button>
	);
}

/** Who chose the words that stand there, which are the newest that can be read. */
function ClipBy({ clip }: { clip: KnownClip }) {
	const worded = clip.versions.findLast((one) => one.detail !== undefined);
	return <By by={worded?.by ?? clip.by} at={worded?.at} />;
}

function By(props: { by: string; at: string | undefined }) {
	const nameOf = useNames();
	const format = useFormats();
	return (
		<Text size="xs" c="dimmed">
			<ForeignText text={nameOf(props.by)} />
			{props.at !== undefined && ` · ${format.time(props.at)}`}
		</Text>
	);
}
