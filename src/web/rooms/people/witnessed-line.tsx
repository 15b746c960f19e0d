import { Alert, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { witnessing } from '../../../client/witnesses.ts';
import { visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useSession } from '../../session/use-session.ts';

const LOOK_EVERY_MS = 30_000;
/** A witness that is away for a while is no alarm. */
const LATE_MS = 3_600_000;

/** How far other organisations have countersigned the ledger; nothing where the archive asks none. */
export function WitnessedLine() {
	const { t } = useTranslation('people');
	const format = useFormats();
	const { connection } = useSession();
	const { data } = useQuery({
		queryKey: ['witnesses'],
		queryFn: async () => (await witnessing(connection)) ?? null,
		refetchInterval: LOOK_EVERY_MS,
	});
	if (data === undefined || data === null) return null;
	const { cosigned, told } = data;
	const { held, since, states } = told;
	if (held !== null)
		return (
			<Alert color="red" icon={<IconEyeOff aria-hidden />} title={t('held.title')} role="alert">
				{t('held.text', {
					name: visible(held.witness),
					size: format.count(held.size),
					entries: format.count(held.entries),
				})}
			</Alert>
		);
	const witnessed =
		cosigned === undefined
			? t('notWitnessed')
			: t('witnessed', { entry: format.count(cosigned.size - 1), by: cosigned.by.length, of: cosigned.of });
	if (since === null)
		return (
			<Text size="sm" c="dimmed">
				{witnessed}
			</Text>
		);
	const away = states.flatMap(({ name, trouble }) => (trouble === null ? [] : visible(name))).join(', ');
	const words = [witnessed, t('unwitnessed', { since: format.time(since) }), away === '' ? '' : t('away', { away })];
	if (connection.now().getTime() - Date.parse(since) < LATE_MS)
		return (
			<Text size="sm" c="dimmed">
				{words.join(' ')}
			</Text>
		);
	return (
		<Alert color="yellow" icon={<IconEyeOff aria-hidden />} title={t('late')}>
			{words.join(' ')}
		</Alert>
	);
}
