import { Fieldset, SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { visible } from '../../parts/foreign-text.tsx';
import { type Handling, handlersOf, type RecordDraft } from './record-draft.ts';
import classes from './record-form.module.css';

const LONGEST = 4000;
const parts = ['from', 'to', 'how'] as const;

/** When and how each of those who had it before had it, where that is to be said. */
export function Handlers(props: { draft: RecordDraft; onChange: (handling: Handling[]) => void }) {
	const { t } = useTranslation('intake');
	const handlers = handlersOf(props.draft);
	if (handlers.length === 0) return null;
	const set = (at: number, part: (typeof parts)[number], text: string): void =>
		props.onChange(handlers.map(({ who: _, ...one }, i) => (i === at ? { ...one, [part]: text } : one)));
	return (
		<details className={classes.rests}>
			<summary>{t('record.handling')}</summary>
			{handlers.map((one, at) => (
				<Fieldset key={`${at} ${one.who}`} legend={visible(one.who)} mt="xs">
					<SimpleGrid cols={{ base: 1, xs: 3 }}>
						{parts.map((part) => (
							<TextInput
								key={part}
								label={t(`record.handled.${part}`)}
								value={one[part]}
								onChange={(event) => set(at, part, event.currentTarget.value)}
								maxLength={LONGEST}
							/>
						))}
					</SimpleGrid>
				</Fieldset>
			))}
		</details>
	);
}
