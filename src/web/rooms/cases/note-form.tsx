import { Button, Group, Modal, Select, Stack, TagsInput, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoteInput } from '../../../client/case/notes.ts';

const flags = ['relevant', 'not-relevant', 'do-not-show', 'warning'] as const;

/** One note for everything that is selected. */
export function NoteForm(props: {
	opened: boolean;
	onClose: () => void;
	count: number;
	/** Tags the case uses. */
	tags: readonly string[];
	/** Rejects where it could not be noted: what was written stays then. */
	onNote: (about: NoteInput) => Promise<unknown>;
}) {
	const { t } = useTranslation('cases');
	const [flag, setFlag] = useState<NoteInput['flag']>(null);
	const [tags, setTags] = useState<string[]>([]);
	const [text, setText] = useState('');
	const empty = !flag && tags.length === 0 && text.trim() === '';
	return (
		<Modal
			opened={props.opened}
			onClose={props.onClose}
			title={t('noteTitle', { count: props.count })}
			closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
		>
			<form
				onSubmit={(event) => {
					event.preventDefault();
					const clear = (): void => {
						setFlag(null);
						setTags([]);
						setText('');
					};
					// Why not is shown where all that is done with many items is.
					props.onNote({ flag, tags, text: text.trim() === '' ? null : text.trim() }).then(clear, () => {});
				}}
			>
				<Stack>
					<Text size="sm">{t('noteText')}</Text>
					<Select
						label={t('filterFlag')}
						placeholder={t('flag.none')}
						data={flags.map((value) => ({ value, label: t(`flag.${value}`) }))}
						value={flag ?? null}
						onChange={(value) => setFlag(value as NoteInput['flag'])}
						clearable
						clearButtonProps={{ 'aria-label': t('clearFilter') }}
					/>
					<TagsInput
						label={t('col.tags')}
						description={t('tagsHint')}
						data={[...props.tags]}
						value={tags}
						onChange={setTags}
						maxTags={20}
					/>
					<Textarea
						label={t('note')}
						value={text}
						onChange={(event) => setText(event.currentTarget.value)}
						maxLength={4000}
						autosize
						minRows={3}
					/>
					<Group justify="flex-end">
						<Button variant="default" onClick={props.onClose}>
							{t('cancel', { ns: 'common' })}
						</Button>
						<Button type="submit" disabled={empty}>
							{t('noteAll', { count: props.count })}
						</Button>
					</Group>
				</Stack>
			</form>
		</Modal>
	);
}
