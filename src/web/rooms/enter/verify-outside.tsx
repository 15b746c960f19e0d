import { Anchor } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route } from 'wouter';
import { Busy } from '../../parts/busy.tsx';
import { verify } from '../verify/room.ts';
import { DoorFrame } from './door-frame.tsx';

const Page = lazy(async () => ({ default: await verify.load() }));

/** Checking a report needs no keys: the same room, for anyone. */
export function VerifyOutside() {
	const { t } = useTranslation('enter');
	return (
		<DoorFrame wide>
			<Suspense fallback={<Busy />}>
				<Route path={verify.path} nest>
					<Page />
				</Route>
			</Suspense>
			<Anchor component={Link} href="/">
				{t('back')}
			</Anchor>
		</DoorFrame>
	);
}
