import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import { links } from '../../links.ts';
import { Busy } from '../../parts/busy.tsx';
import { ChooseCase } from '../../parts/choose-case.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { RoomPage } from '../../parts/room-page.tsx';
import { useCase } from '../../session/queries.ts';
import { NoSuchCase } from '../cases/no-such-case.tsx';
import { CaseExhibits, type Part, parts } from './case-exhibits.tsx';

/** The clips and exhibits of a case. */
export function ExhibitsPage() {
	const { t } = useTranslation('exhibits');
	return (
		<Switch>
			<Route path="/:case/:part?">
				{({ case: id, part }) => <OfCase key={id} id={id} part={parts.find((one) => one === part) ?? ''} />}
			</Route>
			<Route>
				<RoomPage title={t('title')} about={t('about')}>
					<ChooseCase to={links.exhibits} />
				</RoomPage>
			</Route>
		</Switch>
	);
}

function OfCase(props: { id: string; part: '' | Part }) {
	const open = useCase(props.id);
	if (open.isError) return <ErrorNotice error={open.error} retry={() => open.refetch()} />;
	if (open.isPending) return <Busy />;
	return open.data === undefined ? <NoSuchCase /> : <CaseExhibits open={open.data} part={props.part} />;
}
