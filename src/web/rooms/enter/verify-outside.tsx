import { Anchor } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route } from 'wouter';
import { Busy } from '../../parts/busy.tsx';
import { useStanding } from '../../session/use-session.ts';
import { verify } from '../verify/room.ts';
import { DoorFrame } from './door-frame.tsx';
import { WhyLocked } from './why-locked.tsx';

const Page = lazy(async () => ({ default: await verify.load() }));

/** Checking a report needs no keys: the same room, for anyone; and for whoever was locked out while they were in it. */
export function VerifyOutside() {
	const { t } = useTranslation('enter');
	const standing = useStanding();
	return (
		<DoorFrame wide>
			<WhyLocked why={'why' in standing ? standing.why : undefined} />
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
