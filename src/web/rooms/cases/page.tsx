import { Route, Switch } from 'wouter';
import { Busy } from '../../parts/busy.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useCase } from '../../session/queries.ts';
import { CaseList } from './case-list.tsx';
import { CasePage } from './case-page.tsx';
import { NoSuchCase } from './no-such-case.tsx';

/** The cases one is in, and the items of each. */
export function CasesPage() {
	return (
		<Switch>
			<Route path="/:case">{({ case: id }) => <OneCase key={id} id={id} />}</Route>
			<Route>
				<CaseList />
			</Route>
		</Switch>
	);
}

function OneCase(props: { id: string }) {
	const open = useCase(props.id);
	if (open.isError) return <ErrorNotice error={open.error} retry={() => open.refetch()} />;
	if (open.isPending) return <Busy />;
	return open.data === undefined ? <NoSuchCase /> : <CasePage open={open.data} />;
}
