import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Draft } from '../session/drafts.ts';

/** Says that a form goes on with what was typed earlier, and offers to begin anew. */
export function BegunNote(props: { of: Pick<Draft<never>, 'begunEarlier' | 'drop'> }) {
	const { t } = useTranslation();
	const { begunEarlier, drop } = props.of;
	if (!begunEarlier) return null;
	return (
		<Group gap="sm" role="status">
			<Text size="sm">{t('begunEarlier')}</Text>
			<Button size="compact-sm" variant="default" onClick={drop}>
				{t('beginAnew')}
			</Button>
		</Group>
	);
}
