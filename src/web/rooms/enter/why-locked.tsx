import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Why } from '../../session/session.ts';

/** Why one is outside again. Nothing where one has just come. `covered`: keys are in memory still, for work goes on. */
export function WhyLocked(props: { why: Why | undefined; covered?: boolean }) {
	const { t } = useTranslation('enter');
	const { why, covered = false } = props;
	if (why === undefined) return null;
	return (
		<Alert color={why === 'refused' ? 'red' : 'gray'}>
			{covered && why === 'asked' ? t('coveredAsked') : t(`why.${why}`)}
		</Alert>
	);
}
