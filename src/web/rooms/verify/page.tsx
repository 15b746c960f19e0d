import { useTranslation } from 'react-i18next';
import { RoomPage } from '../../parts/room-page.tsx';

/** Not built yet. */
export function VerifyPage() {
	const { t } = useTranslation('verify');
	return (
		<RoomPage title={t('title')}>
			<p>{t('soon')}</p>
		</RoomPage>
	);
}
