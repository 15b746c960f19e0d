import { Badge, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClipDetail } from '../../../client/case/clips.ts';
import { ForeignLines, ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import classes from './exhibits.module.css';

/** One wording of a clip, but for its name. */
export function ClipWords({ detail }: { detail: ClipDetail }) {
	const { t } = useTranslation('exhibits');
	const format = useFormats();
	const { fromMs, toMs, fromFrame, toFrame, tags, people, note, legalElement, confidence } = detail;
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
			<Text size="sm">
				{format.timecode(fromMs)} – {format.timecode(toMs)} · {format.duration(toMs - fromMs)} ·{' '}
				{fromFrame === null || toFrame === null
					? t('form.noFrame')
					: t('frames', { from: format.count(fromFrame), to: format.count(toFrame) })}
			</Text>
			{tags.length > 0 && (
				<Group gap={6} component="ul" className={classes.tags} aria-label={t('form.tags')}>
					{tags.map((tag) => (
						<li key={tag}>
							<Badge variant="default" tt="none" className={classes.tag}>
								<ForeignText text={tag} />
							</Badge>
						</li>
					))}
				</Group>
			)}
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
