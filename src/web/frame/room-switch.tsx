import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { isPage } from '../addresses.ts';
import { later } from '../parts/later.tsx';
import { RoomPage } from '../parts/room-page.tsx';
import { rooms } from '../rooms.ts';

const pages = rooms.map((room) => ({ room, Page: later(room.load) }));

/** The room that the address names. */
export function RoomSwitch() {
	const [path] = useLocation();
	if (!isPage(path)) return <NoSuchPage />;
	return (
		<Switch>
			<Route path="/">
				<Redirect to="/cases" replace />
			</Route>
			{pages.map(({ room, Page }) => (
				<Route key={room.id} path={room.path} nest>
					<Page />
				</Route>
			))}
		</Switch>
	);
}

function NoSuchPage() {
	const { t } = useTranslation();
	return (
		<RoomPage title={t('notFoundTitle')}>
			<Text>{t('notFoundText')}</Text>
			<div>
				<Button component={Link} href="/cases">
					{t('toCases')}
				</Button>
			</div>
		</RoomPage>
	);
}
