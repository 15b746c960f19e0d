import { MantineProvider } from '@mantine/core';
import { ModalsProvider } from '@mantine/modals';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { isPage } from './addresses.ts';
import { AppFrame } from './frame/app-frame.tsx';
import { styleNonce } from './nonce.ts';
import { Busy } from './parts/busy.tsx';
import { usePrinting } from './parts/printing.ts';
import { LossPage } from './rooms/enter/loss-page.tsx';
import { NoSuchPage } from './rooms/enter/no-such-page.tsx';
import { EnterPage } from './rooms/enter/page.tsx';
import { StopPage } from './rooms/enter/stop-page.tsx';
import { SuspendPage } from './rooms/enter/suspend-page.tsx';
import { VerifyOutside } from './rooms/enter/verify-outside.tsx';
import { createHouse } from './session/house.ts';
import { IDLE_MS, watchIdle } from './session/idle.ts';
import { createQueries } from './session/queries.ts';
import { HouseContext, useHouse, useStanding } from './session/use-session.ts';
import { themeIn, variables } from './theme.ts';

const queries = createQueries((error) => house.report(error));
const house = createHouse(() => queries.clear());

/** Everything around the rooms. */
export function App() {
	const { t } = useTranslation();
	// Paper is white: it is laid out in the light scheme, whatever the screen has or changes to meanwhile.
	const paper = usePrinting() ? { forceColorScheme: 'light' as const } : {};
	return (
		<MantineProvider
			theme={useMemo(() => themeIn(t('close')), [t])}
			cssVariablesResolver={variables}
			defaultColorScheme="auto"
			{...paper}
			getStyleNonce={styleNonce}
		>
			<QueryClientProvider client={queries}>
				<HouseContext value={house}>
					<ModalsProvider labels={{ confirm: t('ok'), cancel: t('cancel') }}>
						<Notifications position="bottom-right" />
						<Standing />
					</ModalsProvider>
				</HouseContext>
			</QueryClientProvider>
		</MantineProvider>
	);
}

function Standing() {
	const house = useHouse();
	const standing = useStanding();
	const [path] = useLocation();
	const opened = ['in', 'waiting', 'founding', 'lost'].includes(standing.at);
	useEffect(() => (opened ? watchIdle(IDLE_MS, () => house.lock('idle')) : undefined), [house, opened]);
	useEffect(() => {
		const onKey = (event: KeyboardEvent): void => {
			// By the place of the key: the letter differs between alphabets.
			if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== 'KeyL') return;
			event.preventDefault();
			house.lock('asked');
		};
		addEventListener('keydown', onKey);
		return () => removeEventListener('keydown', onKey);
	}, [house]);
	if (standing.at === 'stopped') return <StopPage error={standing.error} loss={standing.loss} />;
	if (standing.at === 'lost')
		return <LossPage identity={standing.identity} profile={standing.profile} lost={standing.lost} />;
	if (standing.at === 'starting') return <Busy />;
	if (path === '/suspend') return <SuspendPage />;
	if (standing.at === 'in') return <AppFrame />;
	if (!isPage(path) && standing.at === 'out' && standing.why === undefined) return <NoSuchPage />;
	if (/^\/verify(\/|$)/.test(path)) return <VerifyOutside />;
	return <EnterPage />;
}
