import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { knownKeys } from '../../../client/log-key.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { Progress } from '../../parts/progress.tsx';
import { RoomPage } from '../../parts/room-page.tsx';
import { useHouse, useMaybeSession } from '../../session/use-session.ts';
import { type Brought, NOTHING, understandBrought } from './brought.ts';
import { BroughtChoice } from './brought-choice.tsx';
import { type Checking, checkBag, readyBench, stopChecking, useBench } from './checking.ts';
import { DropArea } from './drop-area.tsx';
import { type GivenKey, KeyChoice } from './key-choice.tsx';
import type { Picked } from './picked.ts';
import { VerdictView } from './verdict-view.tsx';

/** Checking a bag: with or without a session, with or without a network. */
export function VerifyPage() {
	const { t } = useTranslation('verify');
	const session = useMaybeSession();
	const house = useHouse();
	const bench = useBench();
	const known = session === undefined ? undefined : knownKeys(session.connection);
	const pinned = known?.logKey;
	const by = session?.identity.keys.sign;
	const [key, setKey] = useState<GivenKey>({ source: pinned === undefined ? 'given' : 'pinned', text: '' });
	const [brought, setBrought] = useState<Brought>(NOTHING);
	useEffect(() => {
		readyBench();
	}, []);
	const checking = bench.checking?.by === by ? bench.checking : undefined;
	const logKey = key.source === 'pinned' ? pinned : key.logKey;
	const { policy, policyWrong, authoritiesWrong } = understandBrought(brought);
	const wrong = key.wrong === true || policyWrong !== undefined || authoritiesWrong !== undefined;
	const keySource = logKey !== undefined ? key.source : (policy?.logs.length ?? 0) > 0 ? 'policy' : 'none';
	const check = (picked: Picked): void =>
		checkBag({ picked, logKey, keys: key.source === 'pinned' ? known?.keys : undefined, keySource, brought, by });
	return (
		<RoomPage title={t('title')} about={t('about')}>
			{checking === undefined ? (
				<>
					<KeyChoice pinned={pinned} value={key} onChange={setKey} />
					<BroughtChoice value={brought} onChange={setBrought} onError={house.report} />
					<DropArea disabled={wrong} onPicked={check} onError={house.report} />
					<Text size="sm" c="dimmed" role="status">
						{bench.ready ? (bench.kept ? t('kept') : t('ready')) : t('notReady')}
					</Text>
				</>
			) : (
				<Current checking={checking} onAgain={stopChecking} />
			)}
		</RoomPage>
	);
}

function Current(props: { checking: Checking; onAgain: () => void }) {
	const { t } = useTranslation('verify');
	const { checking } = props;
	const { done, total, began, picked } = checking;
	if (checking.verdict !== undefined && checking.ended !== undefined)
		return (
			<VerdictView checking={checking} verdict={checking.verdict} ended={checking.ended} onAgain={props.onAgain} />
		);
	if (checking.at === 'failed')
		return (
			<Stack align="flex-start">
				<ErrorNotice error={checking.error} />
				<Button onClick={props.onAgain}>{t('another')}</Button>
			</Stack>
		);
	const seconds = (performance.now() - began) / 1000;
	return (
		<Stack align="stretch" maw="46rem">
			<Text>
				{t('checking')} <ForeignText text={picked.name} />
			</Text>
			<Progress label={t('read')} done={done} total={total} {...(done > 0 && { bytesPerSecond: done / seconds })} />
			<Text size="sm" c="dimmed">
				{t('answered', { count: checking.checks })}
			</Text>
			<Alert role="note" icon={<IconPlugConnectedX aria-hidden />} color="gray">
				{t('nothingSent')}
			</Alert>
			<div>
				<Button variant="default" onClick={props.onAgain}>
					{t('stop')}
				</Button>
			</div>
		</Stack>
	);
}
