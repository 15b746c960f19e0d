import { Button, FileButton, Stack, Textarea } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonIn } from '../../../report/words/reason.ts';
import { BROUGHT, type Brought, isAnyBrought, LARGEST_BROUGHT, understandBrought, type Wrong } from './brought.ts';

/** What one has from elsewhere besides the key: witnesses and time authorities one believes, a recipient's note; typed or out of files. */
export function BroughtChoice(props: {
	value: Brought;
	onChange: (brought: Brought) => void;
	onError: (error: unknown) => void;
}) {
	const { t, i18n } = useTranslation('verify');
	const { value, onChange, onError } = props;
	const language = i18n.language === 'ru' ? 'ru' : 'en';
	const { policyWrong, authoritiesWrong } = understandBrought(value);
	// Only as it begins: it does not shut under the hand of whoever empties a field.
	const [open] = useState(isAnyBrought(value));
	const said = (wrong: Wrong | undefined): string | undefined =>
		wrong === undefined ? undefined : t('brought.wrong', { why: reasonIn(language, wrong) });
	const wrong = { policy: said(policyWrong), authorities: said(authoritiesWrong), acknowledgement: undefined };
	return (
		<details open={open}>
			<summary>{t('brought.title')}</summary>
			<Stack gap="md" mt="sm" maw="46rem">
				{BROUGHT.map((kind) => (
					<Field
						key={kind}
						kind={kind}
						text={value[kind]}
						wrong={wrong[kind]}
						onText={(text) => onChange({ ...value, [kind]: text })}
						onError={onError}
					/>
				))}
			</Stack>
		</details>
	);
}

function Field(props: {
	kind: keyof Brought;
	text: string;
	wrong: string | undefined;
	onText: (text: string) => void;
	onError: (error: unknown) => void;
}) {
	const { t } = useTranslation('verify');
	const { kind, text, wrong, onText, onError } = props;
	const [large, setLarge] = useState(false);
	const id = useId();
	const take = (file: File | null): void => {
		setLarge(file !== null && file.size > LARGEST_BROUGHT);
		if (file !== null && file.size <= LARGEST_BROUGHT) file.text().then(onText).catch(onError);
	};
	return (
		<div>
			<Textarea
				id={id}
				label={t(`brought.${kind}`)}
				description={t(`brought.${kind}Hint`)}
				value={text}
				onChange={(event) => onText(event.currentTarget.value)}
				error={large ? t('brought.tooLarge') : wrong}
				autosize
				minRows={2}
				maxRows={8}
				spellCheck={false}
				autoComplete="off"
			/>
			<FileButton onChange={take} inputProps={{ 'aria-label': t(`brought.${kind}File`) }}>
				{(button) => (
					<Button
						{...button}
						variant="subtle"
						size="compact-sm"
						mt={4}
						leftSection={<IconFileText size={16} aria-hidden />}
					>
						{t(`brought.${kind}File`)}
					</Button>
				)}
			</FileButton>
		</div>
	);
}
