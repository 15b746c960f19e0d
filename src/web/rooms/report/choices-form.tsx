import { Checkbox, Fieldset, Group, Radio, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keyframeChoices } from '../../../report/gather/report-choices.ts';
import type { Draft } from './choices.ts';
import { HiddenChoice } from './hidden-choice.tsx';

/** For whom, why, in which language, and what is disclosed. */
export function ChoicesForm(props: {
	draft: Draft;
	onChange: (change: Partial<Draft>) => void;
	/** Whom the clips of the chosen items show. */
	people: readonly string[];
	/** What else is to be said. */
	children: ReactNode;
}) {
	const { t } = useTranslation('report');
	const { draft, onChange } = props;
	const opens = draft.withOriginals || draft.keyframes !== 'none';
	const disclosed = ['withOriginals', 'withNotes', 'withOrigin'] as const;
	return (
		<Stack gap="md" maw="46rem">
			<Title order={2} size="h4">
				{t('whoTitle')}
			</Title>
			<TextInput
				label={t('recipient')}
				description={t('recipientHint')}
				value={draft.recipient}
				onChange={(event) => onChange({ recipient: event.currentTarget.value })}
				maxLength={500}
				autoComplete="off"
			/>
			<Textarea
				label={t('purpose')}
				description={t('purposeHint')}
				value={draft.purpose}
				onChange={(event) => onChange({ purpose: event.currentTarget.value })}
				withAsterisk={opens}
				required={opens}
				maxLength={2000}
				autosize
				minRows={2}
			/>
			<Radio.Group
				label={t('language')}
				description={t('languageHint')}
				value={draft.language}
				onChange={(language) => onChange({ language: language === 'ru' ? 'ru' : 'en' })}
			>
				<Group mt="xs">
					<Radio value="en" label="English" lang="en" />
					<Radio value="ru" label="Русский" lang="ru" />
				</Group>
			</Radio.Group>
			<Fieldset legend={t('disclosedTitle')}>
				<Stack gap="sm">
					{disclosed.map((name) => (
						<Checkbox
							key={name}
							label={t(`disclose.${name}`)}
							description={t(`discloses.${name}`)}
							checked={draft[name]}
							onChange={(event) => onChange({ [name]: event.currentTarget.checked })}
						/>
					))}
					<Radio.Group
						label={t('keyframes.label')}
						description={t('keyframes.hint')}
						value={draft.keyframes}
						onChange={(how) => onChange({ keyframes: keyframeChoices.find((one) => one === how) ?? 'none' })}
					>
						<Stack mt="xs" gap="xs">
							{keyframeChoices.map((how) => (
								<Radio key={how} value={how} label={t(`keyframes.${how}`)} description={t(`keyframesAre.${how}`)} />
							))}
						</Stack>
					</Radio.Group>
					<Text size="sm" c="dimmed">
						{t('always')}
					</Text>
				</Stack>
			</Fieldset>
			<HiddenChoice draft={draft} onChange={onChange} people={props.people} />
			{props.children}
		</Stack>
	);
}
