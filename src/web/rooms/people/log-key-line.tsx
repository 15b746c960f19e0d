import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { platform } from '#platform';
import { keysKnown } from '../../../client/log-key.ts';
import { fingerprint } from '../../../report/verify/report-note.ts';
import { useFormats } from '../../parts/formats.ts';
import { useSession } from '../../session/use-session.ts';

/** Which key signs the ledger, to be compared by voice, and since when. */
export function LogKeyLine() {
	const { t } = useTranslation('people');
	const format = useFormats();
	const { connection } = useSession();
	const now = keysKnown(connection).at(-1);
	if (now === undefined) return null;
	const print = fingerprint(now.vkey, (data) => platform.sha256(data));
	return (
		<Text size="sm" c="dimmed">
			{now.after === 0 ? t('logKey', { print }) : t('logKeySince', { print, entry: format.count(now.after) })}
		</Text>
	);
}
