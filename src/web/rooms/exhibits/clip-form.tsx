import {
	Autocomplete,
	Button,
	Group,
	Input,
	SegmentedControl,
	SimpleGrid,
	Stack,
	Textarea,
	TextInput,
} from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type SyntheticEvent, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Clip, ClipDetail, ClipInput } from '../../../client/case/clips.ts';
import type { Vocabulary } from '../../../client/case/vocabulary.ts';
import { BegunNote } from '../../parts/begun-note.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useDraft } from '../../session/drafts.ts';
import { useSession } from '../../session/use-session.ts';
import { ClipDraft, type ClipMedium, clipOf, draftOf, faultsOf, frameOf } from './clip-draft.ts';
import { TagsField } from './tags-field.tsx';
import { TimeField } from './time-field.tsx';

export interface ClipFormProps {
	/** What is begun and not saved is kept by it. */
	draftName: string;
	/** The recording. Unknown duration: any times are taken; unknown rate: frames stay unknown. */
	medium: ClipMedium;
	/** The wording to begin with. */
	start?: Partial<ClipDetail>;
	/** A clip that is there already is described anew. */
	revising?: boolean;
	/** In and out as set elsewhere, as by I and O in a player: put into the fields whenever they change. */
	range?: { fromMs?: number | undefined; toMs?: number | undefined };
	/** Where the player stands, in milliseconds; with it each time can be taken from there. */
	playerMs?: () => number;
	/** The tags the case agreed on. */
	vocabulary: Vocabulary | undefined;
	/** The case's clips: what they say is offered again. */
	clips?: readonly Clip[];
	/** Makes the entry. What it rejects with is shown in the form. */
	onSave: (about: ClipInput) => Promise<unknown>;
	onCancel?: () => void;
}

/** A clip to be marked, or described anew. Saves what was typed; nothing is lost when that fails. */
export function ClipForm(props: ClipFormProps) {
	const { t } = useTranslation('exhibits');
	const { t: common } = useTranslation();
	const format = useFormats();
	const session = useSession();
	// Four words side by side do not fit a telephone in every language.
	const narrow = useMediaQuery('(max-width: 30em)', false, { getInitialValueInEffect: false });
	const { medium, start = {}, range, playerMs, vocabulary, clips = [] } = props;
	const begun = useDraft(props.draftName, ClipDraft, () => draftOf({ ...start, ...defined(range) }, format.timecode));
	const { draft } = begun;
	const [tried, setTried] = useState(false);
	const [saving, setSaving] = useState(false);
	const [error, setError] = useState<unknown>();
	const change = (part: Partial<ClipDraft>): void => begun.change((before) => ({ ...before, ...part }));

	const { fromMs, toMs } = range ?? {};
	// What was set in the player last stands, whatever was typed before it.
	const set = useEffectEvent(change);
	useEffect(() => {
		if (fromMs !== undefined) set({ from: format.timecode(fromMs) });
	}, [fromMs, format]);
	useEffect(() => {
		if (toMs !== undefined) set({ to: format.timecode(toMs) });
	}, [toMs, format]);

	const faults = faultsOf(draft, medium);
	const timeField = (side: 'from' | 'to') => {
		const frame = frameOf(draft[side], medium);
		const fault = tried || draft[side] !== '' ? faults[side] : undefined;
		const end = format.timecode(medium.durationMs ?? 0);
		return (
			<TimeField
				label={t(`form.${side}`)}
				value={draft[side]}
				onChange={(value) => change({ [side]: value })}
				frame={frame === null ? t('form.noFrame') : t('form.frame', { frame: format.count(frame) })}
				fault={fault && t(`form.fault.${fault}`, { end })}
				take={
					playerMs && {
						label: t(`form.take.${side}`),
						onTake: () => change({ [side]: format.timecode(playerMs()) }),
					}
				}
			/>
		);
	};

	const save = async (event: SyntheticEvent): Promise<void> => {
		event.preventDefault();
		setTried(true);
		if (Object.keys(faults).length > 0 || saving) return;
		setSaving(true);
		setError(undefined);
		try {
			await props.onSave(clipOf(draft, medium, start.sha256));
			begun.drop();
		} catch (failure) {
			session.report(failure);
			setError(failure);
		} finally {
			setSaving(false);
		}
	};

	const known = clips.flatMap((one) => (one.unreadable ? [] : [one]));
	const used = (all: readonly string[]) => [...new Set(all)].map((tag) => ({ tag }));
	return (
		<form
			onSubmit={(event) => {
				save(event).catch(session.report);
			}}
			noValidate
			aria-label={t('form.label')}
		>
			<Stack gap="md">
				<BegunNote of={begun} />
				<TextInput
					label={t('form.name')}
					description={t('form.nameHint')}
					value={draft.name}
					onChange={(event) => change({ name: event.currentTarget.value })}
					autoComplete="off"
				/>
				<SimpleGrid cols={{ base: 1, xs: 2 }}>
					{timeField('from')}
					{timeField('to')}
				</SimpleGrid>
				<TagsField
					label={t('form.tags')}
					description={t('form.tagsHint')}
					value={draft.tags}
					onChange={(tags) => change({ tags })}
					offered={[
						{ group: t('form.agreedTags'), tags: vocabulary?.tags ?? [] },
						{ group: t('form.usedTags'), tags: used(known.flatMap((one) => one.tags)) },
					]}
				/>
				<Textarea
					label={t('form.note')}
					value={draft.note}
					onChange={(event) => change({ note: event.currentTarget.value })}
					autosize
					minRows={2}
					maxRows={10}
				/>
				<TagsField
					label={t('form.people')}
					description={t('form.peopleHint')}
					value={draft.people}
					onChange={(people) => change({ people })}
					offered={[{ group: t('form.usedPeople'), tags: used(known.flatMap((one) => one.people)) }]}
				/>
				<Autocomplete
					label={t('form.element')}
					description={t('form.elementHint')}
					value={draft.legalElement}
					onChange={(legalElement) => change({ legalElement })}
					data={[...new Set(known.flatMap((one) => one.legalElement || []))]}
				/>
				<Input.Wrapper label={t('form.confidence')} description={t('form.confidenceHint')}>
					<SegmentedControl
						mt={6}
						fullWidth
						orientation={narrow ? 'vertical' : 'horizontal'}
						aria-label={t('form.confidence')}
						value={draft.confidence ?? 'none'}
						onChange={(value) => change({ confidence: value === 'none' ? null : value })}
						data={(['none', 'low', 'medium', 'high'] as const).map((value) => ({
							value,
							label: t(`form.confidences.${value}`),
						}))}
					/>
				</Input.Wrapper>
				{error !== undefined && <ErrorNotice error={error} />}
				<Group justify="flex-end" gap="sm">
					{props.onCancel && (
						<Button
							variant="default"
							onClick={() => {
								begun.drop();
								props.onCancel?.();
							}}
							disabled={saving}
						>
							{common('cancel')}
						</Button>
					)}
					<Button type="submit" loading={saving}>
						{props.revising === true ? t('form.revise') : t('form.mark')}
					</Button>
				</Group>
			</Stack>
		</form>
	);
}

/** What of a range is set. */
function defined(range: ClipFormProps['range']): Partial<ClipDetail> {
	const { fromMs, toMs } = range ?? {};
	return { ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) };
}
