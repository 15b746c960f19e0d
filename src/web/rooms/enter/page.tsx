import { type ReactNode, useEffect, useState } from 'react';
import { Busy } from '../../parts/busy.tsx';
import { useHouse, useStanding } from '../../session/use-session.ts';
import { setArrival, useArrival } from './arrival.ts';
import { DoorFrame } from './door-frame.tsx';
import { FinishFounding } from './finish-founding.tsx';
import { FoundForm } from './found-form.tsx';
import { ImportForm } from './import-form.tsx';
import { JoinForm } from './join-form.tsx';
import { NewDevice } from './new-device.tsx';
import { UnlockForm } from './unlock-form.tsx';
import { Waiting } from './waiting.tsx';
import { type Way, Welcome } from './welcome.tsx';

/** Chosen where the door was about to be shut and opened anew. */
let chosen: Way | undefined;

/** The door: joining, founding, unlocking, and waiting to be let in. */
export function EnterPage() {
	const standing = useStanding();
	const house = useHouse();
	const arrival = useArrival();
	const [way, setWay] = useState(chosen);
	useEffect(() => {
		chosen = undefined;
	}, []);
	const back = (): void => {
		setArrival(undefined);
		setWay(undefined);
	};
	const other = (): void => {
		chosen = 'other';
		house.lock('asked');
	};
	const inside = (): ReactNode => {
		if (standing.at === 'founding') return <FinishFounding founder={standing.founder} />;
		if (standing.at === 'waiting') return <Waiting identity={standing.identity} onOther={other} />;
		if (standing.at === 'covered')
			return (
				<UnlockForm
					people={[standing.session.identity.keys.sign]}
					why={standing.why}
					covered={standing.working ? 'working' : 'done'}
					onWay={setWay}
				/>
			);
		if (standing.at !== 'out') return <Busy />;
		if (arrival?.kind === 'invite') return <JoinForm line={arrival.line} onBack={back} />;
		if (arrival?.kind === 'code') return <FoundForm code={arrival.code} onBack={back} />;
		if (way === 'file') return <ImportForm onBack={back} />;
		if (way === 'new-device') return <NewDevice onBack={back} />;
		if (way === 'other' || standing.people.length === 0)
			return <Welcome onWay={setWay} {...(standing.people.length === 0 ? {} : { onBack: back })} />;
		return (
			<UnlockForm
				people={standing.people}
				onWay={setWay}
				{...(standing.why === undefined ? {} : { why: standing.why })}
			/>
		);
	};
	return <DoorFrame>{inside()}</DoorFrame>;
}
