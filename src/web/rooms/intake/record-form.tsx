import { Checkbox, Paper, Select, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Handlers } from './handlers.tsx';
import beside from './prepare.module.css';
import {
	type Answer,
	type Confidence,
	confidences,
	isClaim,
	type Question,
	questions,
	type RecordDraft,
	unanswered,
	withHandlers,
} from './record-draft.ts';
import classes from './record-form.module.css';

const LONGEST = 4000;

/** What is known of a delivery: plain questions, each of which may stay open. */
export function RecordForm(props: {
	draft: RecordDraft;
	onChange: (draft: RecordDraft) => void;
	/** What stands above the questions. */
	children: ReactNode;
}) {
	const { t } = useTranslation('intake');
	const { draft, onChange } = props;
	const open = unanswered(draft).length;
	const change = (part: Partial<RecordDraft>): void => onChange({ ...draft, ...part });
	return (
		<Paper withBorder p="md" component="section" className={beside.record} aria-labelledby="record-title">
			<Stack gap="md">
				<div>
					<Title order={2} size="h4" id="record-title">
						{t('record.title')}
					</Title>
					<Text size="sm" mt={4}>
						{t('record.text')}
					</Text>
				</div>
				{props.children}
				{questions.map((question) => (
					<Ask
						key={question}
						question={question}
						answer={draft.answers[question]}
						onChange={(answer) =>
							question === 'priorHandlers'
								? onChange(withHandlers(draft, answer))
								: change({ answers: { ...draft.answers, [question]: answer } })
						}
					>
						{question === 'priorHandlers' && <Handlers draft={draft} onChange={(handling) => change({ handling })} />}
					</Ask>
				))}
				<Textarea
					label={t('record.also')}
					description={t('record.alsoHint')}
					value={draft.notKnown}
					onChange={(event) => change({ notKnown: event.currentTarget.value })}
					autosize
					maxLength={LONGEST}
				/>
				<Textarea
					label={t('record.restrictions')}
					value={draft.restrictions}
					onChange={(event) => change({ restrictions: event.currentTarget.value })}
					autosize
					maxLength={LONGEST}
				/>
				<Textarea
					label={t('record.notes')}
					value={draft.notes}
					onChange={(event) => change({ notes: event.currentTarget.value })}
					autosize
					maxLength={LONGEST}
				/>
				<Text size="sm" fw={600}>
					{open === 0 ? t('record.closed') : t('record.open', { count: open })}
				</Text>
				<Text size="sm" c="dimmed">
					{t('record.sealed')}
				</Text>
			</Stack>
		</Paper>
	);
}

function Ask(props: { question: Question; answer: Answer; onChange: (answer: Answer) => void; children: ReactNode }) {
	const { t } = useTranslation('intake');
	const { question, answer, onChange } = props;
	const change = (part: Partial<Answer>): void => onChange({ ...answer, ...part });
	const label = t(`record.ask.${question}`);
	return (
		<div className={classes.ask}>
			<Textarea
				label={label}
				description={t(`record.hint.${question}`)}
				value={answer.notKnown ? '' : answer.text}
				placeholder={answer.notKnown ? t('record.is') : ''}
				disabled={answer.notKnown}
				onChange={(event) => change({ text: event.currentTarget.value })}
				autosize
				minRows={1}
				maxLength={LONGEST}
			/>
			<Checkbox
				mt="xs"
				size="sm"
				label={t('record.notKnown')}
				aria-label={`${t('record.notKnown')}: ${label}`}
				checked={answer.notKnown}
				onChange={(event) => change({ notKnown: event.currentTarget.checked })}
			/>
			{isClaim(question) && !answer.notKnown && answer.text.trim() !== '' && (
				<details className={classes.rests}>
					<summary>{t('record.rests')}</summary>
					<SimpleGrid cols={{ base: 1, xs: 2 }} mt="xs">
						<TextInput
							label={t('record.basis')}
							value={answer.basis}
							onChange={(event) => change({ basis: event.currentTarget.value })}
							maxLength={LONGEST}
						/>
						<Select
							label={t('record.confidence')}
							placeholder={t('record.unsaid')}
							data={confidences.map((one) => ({ value: one, label: t(`record.sure.${one}`) }))}
							value={answer.confidence}
							onChange={(value) => change({ confidence: value as Confidence | null })}
							clearable
						/>
					</SimpleGrid>
				</details>
			)}
			{!answer.notKnown && props.children}
		</div>
	);
}
