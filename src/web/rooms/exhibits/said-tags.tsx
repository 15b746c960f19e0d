import { Badge, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ForeignText } from '../../parts/foreign-text.tsx';
import classes from './exhibits.module.css';

/** The tags of a clip or a note; nothing where there are none. */
export function SaidTags({ tags }: { tags: readonly string[] }) {
	const { t } = useTranslation('exhibits');
	if (tags.length === 0) return null;
	return (
		<Group gap={6} component="ul" className={classes.tags} aria-label={t('form.tags')}>
			{tags.map((tag) => (
				<li key={tag}>
					<Badge variant="default" tt="none" className={classes.tag}>
						<ForeignText text={tag} />
					</Badge>
				</li>
			))}
		</Group>
	);
}
