import { Button, Checkbox, Fieldset, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Draft } from './choices.ts';
import { hideable } from './choices.ts';

/** What stays a hash: whole kinds of fields, and the details of single entries that were picked in the preview. */
export function HiddenChoice({ draft, onChange }: { draft: Draft; onChange: (change: Partial<Draft>) => void }) {
	const { t } = useTranslation('report');
	return (
		<Fieldset legend={t('hiddenTitle')}>
			<Stack gap="sm">
				{hideable.map((name) => (
					<Checkbox
						key={name}
						label={t(`hide.${name}`)}
						description={t(`hides.${name}`)}
						disabled={name === 'technical' && draft.withOriginals}
						checked={draft.hide[name] && !(name === 'technical' && draft.withOriginals)}
						onChange={(event) => onChange({ hide: { ...draft.hide, [name]: event.currentTarget.checked } })}
					/>
				))}
				{draft.hideEntries.size > 0 && (
					<Group gap="sm">
						<Text size="sm">
							{t('hiddenEntries', { list: [...draft.hideEntries].sort((a, b) => a - b).join(', ') })}
						</Text>
						<Button variant="default" size="compact-sm" onClick={() => onChange({ hideEntries: new Set() })}>
							{t('showEntries')}
						</Button>
					</Group>
				)}
				<Text size="sm" c="dimmed">
					{t('hiddenText')}
				</Text>
			</Stack>
		</Fieldset>
	);
}
