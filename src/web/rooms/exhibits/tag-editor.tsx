import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setVocabulary } from '../../../client/case/mark.ts';
import type { TagInput, Vocabulary } from '../../../client/case/vocabulary.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useMarking } from '../../session/marks.ts';
import { useSession } from '../../session/use-session.ts';
import classes from './exhibits.module.css';

interface Row {
	key: number;
	tag: string;
	meaning: string;
}

/** The whole list of tags, to be fixed anew. */
export function TagEditor(props: { open: OpenCase; vocabulary: Vocabulary | undefined; onDone: () => void }) {
	const { t } = useTranslation('exhibits');
	const { t: common } = useTranslation();
	const session = useSession();
	const [rows, setRows] = useState<Row[]>(() => startWith(props.vocabulary));
	const work = useMarking(props.open, (tags: TagInput[]) => setVocabulary(session.connection, props.open, tags));
	const change = (key: number, part: Partial<Row>): void =>
		setRows((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
	const names = rows.map((one) => one.tag.trim().toLowerCase());
	const twice = (i: number): boolean => names[i] !== '' && names.indexOf(names[i] as string) !== i;

	const save = async (event: SyntheticEvent): Promise<void> => {
		event.preventDefault();
		if (work.isPending || rows.some((_, i) => twice(i))) return;
		const tags = rows
			.filter((one) => one.tag.trim() !== '')
			.map(({ tag, meaning }) => ({ tag: tag.trim(), meaning: meaning.trim() || null }));
		try {
			await work.mutateAsync(tags);
		} catch {
			return;
		}
		notifications.show({ message: t('tagsFixed', { count: tags.length }) });
		props.onDone();
	};
	return (
		<form
			onSubmit={(event) => {
				save(event).catch(session.report);
			}}
			noValidate
		>
			<Stack gap="sm" maw="48rem">
				<Text c="dimmed">{t('editTagsAbout')}</Text>
				{rows.map((one, i) => (
					<Group key={one.key} gap="sm" align="flex-start" wrap="nowrap" className={classes.tagRow}>
						<TextInput
							aria-label={t('tagNth', { n: i + 1 })}
							placeholder={t('tag')}
							value={one.tag}
							onChange={(event) => change(one.key, { tag: event.currentTarget.value })}
							error={twice(i) ? t('tagTwice') : undefined}
							autoComplete="off"
							flex={1}
						/>
						<TextInput
							aria-label={t('meaningNth', { n: i + 1 })}
							placeholder={t('meaning')}
							value={one.meaning}
							onChange={(event) => change(one.key, { meaning: event.currentTarget.value })}
							autoComplete="off"
							flex={2}
						/>
						<ActionIcon
							variant="default"
							size="lg"
							aria-label={t('removeNth', { n: i + 1 })}
							onClick={() => setRows((all) => all.filter((other) => other.key !== one.key))}
						>
							<IconTrash size={18} aria-hidden />
						</ActionIcon>
					</Group>
				))}
				<div>
					<Button
						variant="subtle"
						leftSection={<IconPlus size={18} aria-hidden />}
						onClick={() =>
							setRows((all) => [...all, { key: Math.max(0, ...all.map((one) => one.key)) + 1, tag: '', meaning: '' }])
						}
					>
						{t('addTag')}
					</Button>
				</div>
				{work.error !== null && <ErrorNotice error={work.error} />}
				<Group gap="sm">
					<Button type="submit" loading={work.isPending}>
						{t('fixTags')}
					</Button>
					<Button variant="default" onClick={props.onDone}>
						{common('cancel')}
					</Button>
				</Group>
			</Stack>
		</form>
	);
}

function startWith(vocabulary: Vocabulary | undefined): Row[] {
	const tags = vocabulary?.tags ?? [{ tag: '', meaning: null }];
	return tags.map(({ tag, meaning }, key) => ({ key, tag, meaning: meaning ?? '' }));
}
