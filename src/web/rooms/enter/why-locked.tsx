import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Why } from '../../session/session.ts';

/** Why one is outside again. Nothing where one has just come. */
export function WhyLocked(props: { why: Why | undefined }) {
	const { t } = useTranslation('enter');
	if (props.why === undefined) return null;
	return <Alert color={props.why === 'refused' ? 'red' : 'gray'}>{t(`why.${props.why}`)}</Alert>;
}
