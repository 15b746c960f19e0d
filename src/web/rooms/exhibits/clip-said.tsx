import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClipDetail } from '../../../client/case/clips.ts';
import { ForeignLines, ForeignText } from '../../parts/foreign-text.tsx';
import classes from './exhibits.module.css';
import { SaidTags } from './said-tags.tsx';

/** What one wording says of a clip beside its name and place: tags, note, people shown, legal element, confidence. */
export function ClipSaid({ detail }: { detail: ClipDetail }) {
	const { t } = useTranslation('exhibits');
	const { tags, people, note, legalElement, confidence } = detail;
	const said = (label: string, text: string) => (
		<Text size="sm" className={classes.words}>
			<Text span c="dimmed" size="sm">
				{label}{' '}
			</Text>
			<ForeignText text={text} />
		</Text>
	);
	return (
		<>
			<SaidTags tags={tags} />
			{note !== null && (
				<Text size="sm" className={classes.words}>
					<ForeignLines text={note} />
				</Text>
			)}
			{people.length > 0 && said(`${t('form.people')}:`, people.join(', '))}
			{legalElement !== null && said(`${t('form.element')}:`, legalElement)}
			{confidence !== null && said(`${t('form.confidence')}:`, t(`form.confidences.${confidence}`))}
		</>
	);
}
