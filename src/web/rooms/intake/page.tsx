import { useTranslation } from 'react-i18next';
import { RoomPage } from '../../parts/room-page.tsx';

/** Not built yet. */
export function IntakePage() {
	const { t } = useTranslation('intake');
	return (
		<RoomPage title={t('title')}>
			<p>{t('soon')}</p>
		</RoomPage>
	);
}
