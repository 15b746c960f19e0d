import { Button, Loader, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import type { Founder } from '../../session/session.ts';
import { useHouse } from '../../session/use-session.ts';
import { foundHere } from './found-here.ts';
import { Heading } from './heading.tsx';
import { KeepCards } from './keep-cards.tsx';
import { KeepFile } from './keep-file.tsx';

/** The recovery key is saved, and entry 0 written: with the same keys and the same statement, however often it is begun. */
export function FinishFounding(props: { founder: Founder }) {
	const { founder } = props;
	const { t } = useTranslation('enter');
	const house = useHouse();
	const [way, setWay] = useState<'file' | 'cards'>(founder.unfinished.cards === undefined ? 'file' : 'cards');
	const [kept, setKept] = useState(false);
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>();
	const write = async (): Promise<void> => {
		setBusy(true);
		setError(undefined);
		try {
			await foundHere(house, founder);
		} catch (problem) {
			setError(problem);
			setBusy(false);
		}
	};
	return (
		<Stack gap="lg">
			<Heading title={t('recoveryTitle')}>{t('recoveryText')}</Heading>
			<Radio.Group
				className="custos-screen-only"
				label={t('cards.how')}
				value={way}
				onChange={(value) => {
					setWay(value === 'cards' ? 'cards' : 'file');
					setKept(false);
				}}
			>
				<Stack gap="xs" mt="xs">
					<Radio value="file" label={t('cards.oneFile')} description={t('cards.oneFileText')} />
					<Radio value="cards" label={t('cards.cards')} description={t('cards.cardsText')} />
				</Stack>
			</Radio.Group>
			{way === 'file' ? (
				<KeepFile recovery={founder.unfinished.recovery} kept={kept} onKept={setKept} />
			) : (
				<KeepCards founder={founder} onKept={setKept} />
			)}
			{error !== undefined && <ErrorNotice error={error} />}
			<Button
				className="custos-screen-only"
				disabled={!kept}
				loading={busy}
				onClick={() => {
					write().catch(house.report);
				}}
			>
				{t('found')}
			</Button>
			{busy && (
				<Text size="sm" c="dimmed">
					<Loader size="xs" /> {t('waitingForWorker')}
				</Text>
			)}
		</Stack>
	);
}
