import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconBookmarkPlus, IconNote } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClipInput } from '../../../client/case/clips.ts';
import { addClip, noteItem } from '../../../client/case/mark.ts';
import type { Marks } from '../../../client/case/marks.ts';
import type { KnownNote, NoteInput } from '../../../client/case/notes.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Id } from '../../../domain/ids.ts';
import { useBegun } from '../../session/drafts.ts';
import { useMarking } from '../../session/marks.ts';
import { useSession } from '../../session/use-session.ts';
import { ClipForm } from '../exhibits/clip-form.tsx';
import type { AboutItem } from './item-data.ts';
import { NoteForm } from './note-form.tsx';
import type { InOut } from './player.tsx';

/** A note: something else is written in its place. */
export type Form = 'clip' | 'note' | KnownNote | undefined;

/** Marking a clip or making a note, of what stands between in and out; or correcting a note. */
export function Marking(props: {
	open: OpenCase;
	about: AboutItem;
	marks: Marks;
	range: InOut;
	form: Form;
	onForm: (form: Form) => void;
	onMarked: () => void;
	playerMs: (() => number) | undefined;
}) {
	const { t } = useTranslation('review');
	const { connection } = useSession();
	const { open, about, marks, range, form, onForm, playerMs } = props;
	const place = useRef<HTMLDivElement>(null);
	const [made, setMade] = useState<Id>();
	const clip = useMarking(open, (input: ClipInput) => addClip(connection, open, about.entries, input));
	const corrected = typeof form === 'object' ? form : undefined;
	const note = useMarking(open, (input: NoteInput) =>
		noteItem(connection, open, about.entries.id, input, corrected?.id),
	);
	const item = about.entries.id;
	const names = { clip: `clip of ${item}`, note: `note on ${item}` };
	const begun = { clip: useBegun(names.clip), note: useBegun(names.note) };
	const done = (): void => {
		onForm(undefined);
		props.onMarked();
	};
	// By keyboard one goes on in the form, and afterwards with what can be done with the clip.
	useEffect(() => {
		if (form === undefined) return;
		place.current?.querySelector<HTMLElement>('input, textarea')?.focus();
	}, [form]);
	const there = marks.clips.some((one) => one.id === made);
	useEffect(() => {
		if (made === undefined || !there) return;
		document.querySelector<HTMLElement>(`#clip-${CSS.escape(made)} [data-number] button`)?.focus();
		setMade(undefined);
	}, [made, there]);
	const { summary, known } = about;
	const goOn = (['clip', 'note'] as const)
		.filter((what) => begun[what])
		.map((what) => (
			<Text key={what} size="sm">
				{t(`begun.${what}`)}{' '}
				<Anchor component="button" type="button" onClick={() => onForm(what)} size="sm" underline="always">
					{t('begun.goOn')}
				</Anchor>
			</Text>
		));
	// The player has these buttons itself.
	if (form === undefined && playerMs !== undefined) return goOn.length === 0 ? null : <Stack gap={4}>{goOn}</Stack>;
	if (form === undefined)
		return (
			<Stack gap="xs">
				{goOn}
				<Group gap="xs">
					<Button
						variant="default"
						leftSection={<IconBookmarkPlus size={18} aria-hidden />}
						onClick={() => onForm('clip')}
					>
						{t('do.clip')}
					</Button>
					<Button variant="default" leftSection={<IconNote size={18} aria-hidden />} onClick={() => onForm('note')}>
						{t('do.note')}
					</Button>
				</Group>
			</Stack>
		);
	return (
		<div ref={place}>
			{form === 'clip' ? (
				<Paper withBorder p="md">
					<Title order={2} size="h4" mb="sm">
						{t('clipTitle')}
					</Title>
					<ClipForm
						draftName={names.clip}
						medium={{ durationMs: summary?.durationMs, fps: summary?.fps, known }}
						vocabulary={marks.vocabulary}
						clips={marks.clips}
						range={{ fromMs: range.inMs, toMs: range.outMs }}
						{...(playerMs === undefined ? {} : { playerMs })}
						onSave={async (about) => {
							setMade((await clip.mutateAsync(about)).clip);
							done();
						}}
						onCancel={() => onForm(undefined)}
					/>
				</Paper>
			) : (
				<NoteForm
					key={corrected?.id ?? 'new'}
					draftName={corrected === undefined ? names.note : `instead of note ${corrected.id}`}
					range={range}
					corrects={corrected}
					tags={marks.vocabulary?.tags.map((one) => one.tag) ?? []}
					onSave={async (about) => {
						await note.mutateAsync(about);
						if (corrected === undefined) done();
						else onForm(undefined);
					}}
					onCancel={() => onForm(undefined)}
				/>
			)}
		</div>
	);
}
