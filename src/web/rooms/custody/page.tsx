import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { links } from '../../links.ts';
import { Busy } from '../../parts/busy.tsx';
import { ChooseCase } from '../../parts/choose-case.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { RoomPage } from '../../parts/room-page.tsx';
import { useCase } from '../../session/queries.ts';
import { NoSuchCase } from '../cases/no-such-case.tsx';
import { CaseCustody } from './case-custody.tsx';
import { scopeIn } from './scope.ts';

/** Who did what, when and why. */
export function CustodyPage() {
	const { t } = useTranslation('custody');
	return (
		<Switch>
			<Route<{ case: string; item?: string; exhibit?: string }> path="/:case/:item?/:exhibit?">
				{({ case: id, item, exhibit }) => <OfCase key={id} id={id} item={item} exhibit={exhibit} />}
			</Route>
			<Route>
				<RoomPage title={t('title')} about={t('about')}>
					<ChooseCase to={links.custody} />
				</RoomPage>
			</Route>
		</Switch>
	);
}

function OfCase(props: { id: string; item: string | undefined; exhibit: string | undefined }) {
	const open = useCase(props.id);
	if (open.isError) return <ErrorNotice error={open.error} retry={() => open.refetch()} />;
	if (open.isPending) return <Busy />;
	if (open.data === undefined) return <NoSuchCase />;
	return <CaseCustody open={open.data} scope={scopeIn(props.item, props.exhibit)} />;
}
