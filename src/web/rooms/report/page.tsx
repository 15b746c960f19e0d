import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { links } from '../../links.ts';
import { ChooseCase } from '../../parts/choose-case.tsx';
import { RoomPage } from '../../parts/room-page.tsx';
import { ReportOf } from './report-of.tsx';

/** A signed custody report on exhibits of a case, to hand over. */
export function ReportPage() {
	const { t } = useTranslation('report');
	return (
		<RoomPage title={t('title')} about={t('about')}>
			<Switch>
				<Route path="/:case">{({ case: id }) => <ReportOf key={id} id={id} />}</Route>
				<Route>
					<ChooseCase to={links.report} />
				</Route>
			</Switch>
		</RoomPage>
	);
}
