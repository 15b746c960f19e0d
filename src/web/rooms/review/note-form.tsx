import {
	Button,
	Group,
	Paper,
	Select,
	SimpleGrid,
	Stack,
	TagsInput,
	Text,
	Textarea,
	TextInput,
	Title,
} from '@mantine/core';
import { type SyntheticEvent, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { KnownNote, NoteInput } from '../../../client/case/notes.ts';
import { parseTimecode } from '../../../client/case/timecode.ts';
import { BegunNote } from '../../parts/begun-note.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useDraft } from '../../session/drafts.ts';
import { useSession } from '../../session/use-session.ts';
import type { InOut } from './player.tsx';

const FLAGS = ['warning', 'do-not-show', 'relevant', 'not-relevant'] as const;

/** The form as it is filled in: times as they were typed. */
const NoteDraft = z.object({
	flag: z.enum(FLAGS).nullable(),
	text: z.string(),
	tags: z.array(z.string()),
	from: z.string(),
	to: z.string(),
});
type NoteDraft = z.infer<typeof NoteDraft>;

/** A note, flag or warning on an item, or on a part of it; or what is to stand in the place of one. */
export function NoteForm(props: {
	/** What is begun and not saved is kept by it. */
	draftName: string;
	range: InOut;
	/** It begins with what this one says. */
	corrects: KnownNote | undefined;
	tags: readonly string[];
	onSave: (about: NoteInput) => Promise<unknown>;
	onCancel: () => void;
}) {
	const session = useSession();
	const { t } = useTranslation('review');
	const format = useFormats();
	const { range, corrects } = props;
	const code = (ms: number | null | undefined): string => (ms === undefined || ms === null ? '' : format.timecode(ms));
	const begun = useDraft(props.draftName, NoteDraft, () => ({
		flag: corrects?.flag ?? null,
		text: corrects?.text ?? '',
		tags: corrects?.tags ?? [],
		from: code(corrects === undefined ? range.inMs : corrects.fromMs),
		to: code(corrects === undefined ? range.outMs : corrects.toMs),
	}));
	const { flag, text, tags, from, to } = begun.draft;
	const change = (part: Partial<NoteDraft>): void => begun.change((before) => ({ ...before, ...part }));
	const { inMs, outMs } = corrects === undefined ? range : {};
	// What was set in the player last stands, whatever was typed before it.
	const set = useEffectEvent(change);
	useEffect(() => {
		if (inMs !== undefined) set({ from: format.timecode(inMs) });
	}, [inMs, format]);
	useEffect(() => {
		if (outMs !== undefined) set({ to: format.timecode(outMs) });
	}, [outMs, format]);
	const [tried, setTried] = useState(false);
	const [saving, setSaving] = useState(false);
	const [error, setError] = useState<unknown>();
	const [fromMs, toMs] = [parseTimecode(from), parseTimecode(to)];
	const fromFault = from !== '' && fromMs === undefined ? t('note.notATime') : undefined;
	const toFault =
		to !== '' && toMs === undefined
			? t('note.notATime')
			: toMs !== undefined && toMs <= (fromMs ?? 0)
				? t('note.notAfter')
				: undefined;
	const title = t(corrects === undefined ? 'note.title' : 'note.correctTitle');
	const empty = flag === null && text.trim() === '' && tags.length === 0;

	const save = async (event: SyntheticEvent): Promise<void> => {
		event.preventDefault();
		setTried(true);
		if (empty || fromFault || toFault || saving) return;
		setSaving(true);
		setError(undefined);
		try {
			await props.onSave({ flag, tags, text: text.trim() || null, fromMs: fromMs ?? null, toMs: toMs ?? null });
			begun.drop();
		} catch (failure) {
			setError(failure);
			setSaving(false);
		}
	};
	return (
		<Paper withBorder p="md">
			<form
				onSubmit={(event) => {
					save(event).catch(session.report);
				}}
				noValidate
				aria-label={title}
			>
				<Stack>
					<Title order={2} size="h4">
						{title}
					</Title>
					{corrects !== undefined && <Text size="sm">{t('note.correctText')}</Text>}
					<BegunNote of={begun} />
					<Select
						label={t('note.flag')}
						placeholder={t('note.noFlag')}
						data={FLAGS.map((value) => ({ value, label: t(`flag.${value}`) }))}
						value={flag}
						onChange={(value) => change({ flag: value })}
						clearable
						clearButtonProps={{ 'aria-label': t('note.clear') }}
						data-autofocus
					/>
					<Textarea
						label={t('note.text')}
						value={text}
						onChange={(event) => change({ text: event.currentTarget.value })}
						autosize
						minRows={2}
						maxLength={4000}
						error={tried && empty ? t('note.empty') : undefined}
						autoFocus
					/>
					<TagsInput
						label={t('note.tags')}
						data={[...props.tags]}
						value={tags}
						onChange={(value) => change({ tags: value })}
						maxTags={20}
					/>
					<SimpleGrid cols={{ base: 1, xs: 2 }}>
						<TextInput
							label={t('note.from')}
							description={t('note.rangeHint')}
							inputWrapperOrder={['label', 'input', 'description', 'error']}
							value={from}
							onChange={(event) => change({ from: event.currentTarget.value })}
							error={fromFault}
							placeholder="00:01:12.500"
							autoComplete="off"
						/>
						<TextInput
							label={t('note.to')}
							value={to}
							onChange={(event) => change({ to: event.currentTarget.value })}
							error={toFault}
							placeholder="00:01:12.500"
							autoComplete="off"
						/>
					</SimpleGrid>
					{error !== undefined && <ErrorNotice error={error} />}
					<Group justify="flex-end">
						<Button
							variant="default"
							onClick={() => {
								begun.drop();
								props.onCancel();
							}}
							disabled={saving}
						>
							{t('cancel', { ns: 'common' })}
						</Button>
						<Button type="submit" loading={saving}>
							{t('note.save')}
						</Button>
					</Group>
				</Stack>
			</form>
		</Paper>
	);
}
