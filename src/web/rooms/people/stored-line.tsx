import { Alert, Text } from '@mantine/core';
import { IconDatabaseX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';
import { useStored } from '../../session/stored.ts';
import { useSession } from '../../session/use-session.ts';

/** Copies that are behind, or a store that is away, for a while are no alarm. */
const LATE_MS = 3_600_000;

/** Whether what is stored is whole and has a second copy: the archive's word, for the entries are in the items' histories. */
export function StoredLine() {
	const { t } = useTranslation('people');
	const format = useFormats();
	const { connection } = useSession();
	const { data, isError } = useStored();
	if (isError && !data?.damaged.bodies)
		return (
			<Text size="sm" c="dimmed">
				{t('storedUnasked')}
			</Text>
		);
	if (data === undefined) return null;
	const { second, rehash, damaged } = data;
	if (damaged.bodies > 0)
		return (
			<Alert color="red" icon={<IconDatabaseX aria-hidden />} title={t('damaged.title')} role="alert">
				{t('damaged.text', {
					bodies: format.count(damaged.bodies),
					since: damaged.since === null ? '?' : format.time(damaged.since),
					own: format.count(damaged.items.length),
				})}
			</Alert>
		);
	const ago = (time: string): number => connection.now().getTime() - Date.parse(time);
	const waiting = second?.oldest ?? null;
	const stuck = rehash !== null && (ago(rehash.at) > LATE_MS || ago(rehash.trouble?.since ?? rehash.at) > LATE_MS);
	if (stuck || (waiting !== null && ago(waiting) > LATE_MS))
		return (
			<Alert color="yellow" icon={<IconDatabaseX aria-hidden />} title={t('storedLate')}>
				{waiting === null
					? t('notReread')
					: t('waiting', { objects: format.count(second?.waiting ?? 0), since: format.time(waiting) })}
			</Alert>
		);
	return (
		<Text size="sm" c="dimmed">
			{second === null ? t('noSecond') : t(waiting === null ? 'copied' : 'copying')}
		</Text>
	);
}
