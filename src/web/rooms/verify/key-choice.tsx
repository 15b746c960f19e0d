import { Group, Radio, Stack, Text, Textarea, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { platform } from '#platform';
import { fingerprint } from '../../../report/verify/report-note.ts';
import { Print } from './fingerprint.tsx';
import { keyIn } from './given-key.ts';

/** The key a bag is to be checked with, as far as it is chosen. */
export interface GivenKey {
	readonly source: 'pinned' | 'given';
	readonly text: string;
	/** What was found in the text. */
	readonly logKey?: string;
	/** There is text, and no key in it. */
	readonly wrong?: boolean;
}

/** First question: whose key. `pinned`: of the archive one is in. */
export function KeyChoice(props: { pinned: string | undefined; value: GivenKey; onChange: (key: GivenKey) => void }) {
	const { t } = useTranslation('verify');
	const { pinned, value, onChange } = props;
	const given = (
		<Textarea
			label={t('key')}
			description={t('keyHint')}
			value={value.text}
			onChange={(event) => onChange(read(event.currentTarget.value))}
			error={value.wrong === true ? t('keyWrong') : undefined}
			autosize
			minRows={2}
			maxRows={6}
			maw="46rem"
			spellCheck={false}
			autoComplete="off"
		/>
	);
	return (
		<Stack gap="sm">
			<div>
				<Title order={2} size="h4">
					{t('keyTitle')}
				</Title>
				<Text maw="46rem">{t('keyText')}</Text>
			</div>
			{pinned === undefined ? (
				given
			) : (
				<>
					<Radio.Group
						aria-label={t('keyTitle')}
						value={value.source}
						onChange={(source) => onChange(source === 'pinned' ? { source, text: '' } : { source: 'given', text: '' })}
					>
						<Stack gap="xs">
							<Radio value="pinned" label={t('pinned', { host: location.host })} description={t('pinnedHint')} />
							<Radio value="given" label={t('given')} description={t('givenHint')} />
						</Stack>
					</Radio.Group>
					{value.source === 'given' && given}
				</>
			)}
			<Used logKey={value.source === 'pinned' ? pinned : value.logKey} />
		</Stack>
	);
}

/** What was understood, for comparing once more. */
function Used(props: { logKey: string | undefined }) {
	const { t } = useTranslation('verify');
	const { logKey } = props;
	if (logKey === undefined)
		return (
			<Text size="sm" c="dimmed" maw="46rem">
				{t('noKey')}
			</Text>
		);
	return (
		<Group gap="xs" align="baseline">
			<Text size="sm">{t('keyUsed')}</Text>
			<Print of={logKey.includes('+') ? fingerprint(logKey, (data) => platform.sha256(data)) : logKey} />
		</Group>
	);
}

function read(text: string): GivenKey {
	const logKey = keyIn(text);
	if (logKey !== undefined) return { source: 'given', text, logKey };
	return { source: 'given', text, wrong: text.trim() !== '' };
}
