import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, Route } from 'wouter';
import { later } from '../../parts/later.tsx';
import { useStanding } from '../../session/use-session.ts';
import { verify } from '../verify/room.ts';
import { DoorFrame } from './door-frame.tsx';
import { WhyLocked } from './why-locked.tsx';

const Page = later(verify.load);

/** Checking a report needs no keys: the same room, for anyone; and for whoever was locked out while they were in it. */
export function VerifyOutside() {
	const { t } = useTranslation('enter');
	const standing = useStanding();
	return (
		<DoorFrame wide>
			<WhyLocked
				why={'why' in standing ? standing.why : undefined}
				covered={standing.at === 'covered' && standing.working}
			/>
			<Route path={verify.path} nest>
				<Page />
			</Route>
			<Anchor component={Link} href="/">
				{t('back')}
			</Anchor>
		</DoorFrame>
	);
}
