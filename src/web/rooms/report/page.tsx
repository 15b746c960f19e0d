import { useTranslation } from 'react-i18next';
import { RoomPage } from '../../parts/room-page.tsx';

/** Not built yet. */
export function ReportPage() {
	const { t } = useTranslation('report');
	return (
		<RoomPage title={t('title')}>
			<p>{t('soon')}</p>
		</RoomPage>
	);
}
