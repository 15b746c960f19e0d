import { Alert, Anchor, List, Text } from '@mantine/core';
import { IconHourglass } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { answers } from '../../../domain/wire.ts';
import { useFormats } from '../../parts/formats.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';

/** A worker that has not asked for work for so long is gone; workers ask several times a second. */
const GONE_MS = 120_000;
const LOOK_EVERY_MS = 60_000;

/** Items that nobody will take up: the key they are sealed to is in no worker's hands, as far as the archive has seen. */
export function GoneNote(props: { open: OpenCase; waiting: number; onShow: () => void }) {
	const { t } = useTranslation('cases');
	const format = useFormats();
	const { connection } = useSession();
	const { open, waiting } = props;
	const counts = useQuery({
		queryKey: [...keys.case(open.id), 'counts'],
		queryFn: () => connection.ask(answers.counts, `/v1/cases/${open.id}/counts`),
		enabled: waiting > 0,
		refetchInterval: LOOK_EVERY_MS,
	});
	const gone = (counts.data?.waiting ?? []).filter(
		({ seen }) => seen === null || counts.dataUpdatedAt - Date.parse(seen) > GONE_MS,
	);
	if (waiting === 0) return null;
	// What was heard before is still shown: a failure of the next look takes nothing back.
	if (counts.data === undefined && counts.errorUpdateCount > 0)
		return (
			<Text size="sm" role="status">
				{t('gone.unknown')}
			</Text>
		);
	if (gone.length === 0) return null;
	return (
		<Alert color="yellow" icon={<IconHourglass aria-hidden />} title={t('gone.title')} role="status">
			<List size="sm">
				{gone.map(({ epoch, items, seen }) => (
					<List.Item key={epoch}>
						{seen === null
							? t('gone.never', { items: format.count(items) })
							: t('gone.since', { items: format.count(items), time: format.time(new Date(seen)) })}
					</List.Item>
				))}
			</List>
			<Text size="sm" mt="xs">
				{t(gone.some((one) => one.open) ? 'gone.open' : 'gone.closed')}
			</Text>
			<Anchor component="button" type="button" onClick={props.onShow} mt="xs" size="sm" underline="always" c="inherit">
				{t('gone.show')}
			</Anchor>
		</Alert>
	);
}
