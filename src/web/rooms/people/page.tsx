import { Route, Switch } from 'wouter';
import { CardPage } from './card-page.tsx';
import { InvitePage } from './invite-page.tsx';
import { PeopleTabs } from './people-tabs.tsx';

/** Who is in the archive and in a case: letting in, taking in, putting out. */
export function PeoplePage() {
	return (
		<Switch>
			<Route path="/invite">
				<InvitePage />
			</Route>
			<Route path="/card">
				<CardPage />
			</Route>
			<Route path="/:case">{({ case: id }) => <PeopleTabs of={id} />}</Route>
			<Route>
				<PeopleTabs />
			</Route>
		</Switch>
	);
}
