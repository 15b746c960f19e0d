import { Button, Checkbox, Fieldset, Group, Stack, Text } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { ForeignText } from '../../parts/foreign-text.tsx';
import type { Draft } from './choices.ts';
import { hideable, namesSingly } from './choices.ts';

/** What stays a hash: whole kinds of fields, and the details of single entries that were picked in the preview. */
export function HiddenChoice(props: {
	draft: Draft;
	onChange: (change: Partial<Draft>) => void;
	/** Whom the clips of the chosen items show. */
	people: readonly string[];
}) {
	const { t } = useTranslation('report');
	const { draft, onChange, people } = props;
	return (
		<Fieldset legend={t('hiddenTitle')}>
			<Stack gap="sm">
				{hideable.map((name) => (
					<Fragment key={name}>
						<Checkbox
							label={t(`hide.${name}`)}
							description={t(`hides.${name}`)}
							disabled={name === 'technical' && draft.withOriginals}
							checked={draft.hide[name] && !(name === 'technical' && draft.withOriginals)}
							onChange={(event) => onChange({ hide: { ...draft.hide, [name]: event.currentTarget.checked } })}
						/>
						{name === 'people' && namesSingly(draft) && people.length > 0 && (
							<NamedSingly draft={draft} onChange={onChange} people={people} />
						)}
					</Fragment>
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

/** Who is named all the same: one by one, nobody at first. */
function NamedSingly({ draft, onChange, people }: Parameters<typeof HiddenChoice>[0]) {
	const { t } = useTranslation('report');
	return (
		<Checkbox.Group
			ml="xl"
			label={t('named')}
			description={t('namedHint')}
			value={people.filter((one) => draft.peopleShown.has(one))}
			onChange={(named) => onChange({ peopleShown: new Set(named) })}
		>
			<Stack gap="xs" mt="xs">
				{people.map((one) => (
					<Checkbox key={one} value={one} label={<ForeignText text={one} />} />
				))}
			</Stack>
		</Checkbox.Group>
	);
}
