import { useTranslation } from 'react-i18next';
import { RoomPage } from '../../parts/room-page.tsx';

/** Not built yet. */
export function CasesPage() {
	const { t } = useTranslation('cases');
	return (
		<RoomPage title={t('title')}>
			<p>{t('soon')}</p>
		</RoomPage>
	);
}
