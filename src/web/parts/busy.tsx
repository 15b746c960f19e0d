import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Something is on its way and there is nothing to show yet. */
export function Busy() {
	const { t } = useTranslation();
	return (
		<Center mih="12rem" role="status" aria-label={t('loading')}>
			<Loader type="dots" />
		</Center>
	);
}
