import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { safeName } from '../../../client/safe-name.ts';
import { allows } from '../../../domain/who-may.ts';
import { useFormats } from '../../parts/formats.ts';
import { useSession } from '../../session/use-session.ts';
import type { AboutItem } from './item-data.ts';
import { SaveOffer } from './save-offer.tsx';
import { useSaving } from './saving.ts';
import { SavingView } from './saving-view.tsx';

/** The original as a file on this computer, for whoever may open originals, of whatever kind it is: what `custos get` does. */
export function SaveOriginal(props: { open: OpenCase; about: AboutItem; purpose: string | undefined }) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const { role } = useSession();
	const { open, about, purpose } = props;
	const { entries, facts } = about;
	const saving = useSaving(open, entries.id, 'original');
	return (
		<Stack gap="xs" component="section" aria-labelledby="save-title">
			<Title order={2} size="h4" id="save-title">
				{t('save.title')}
			</Title>
			{!allows('item.opened/original', role, open.role) ? (
				<Text size="sm">{t('save.readers')}</Text>
			) : saving !== undefined ? (
				<SavingView open={open} item={entries.id} saving={saving} />
			) : facts === undefined ? (
				<Text size="sm">{t('save.unreadable')}</Text>
			) : purpose === undefined ? (
				<Text size="sm" c="dimmed">
					{t('save.purposeFirst')}
				</Text>
			) : (
				<>
					<Text size="sm">{t('save.warning')}</Text>
					<SaveOffer
						open={open}
						item={entries}
						thing={{ what: 'original', size: facts.size, sha256: facts.sha256 }}
						// Whatever it claims to be, to this browser it is bytes.
						file={{ name: safeName(facts.path), type: 'application/octet-stream' }}
						purpose={purpose}
					>
						{t('save.what', { size: format.bytes(facts.size) })}
					</SaveOffer>
				</>
			)}
		</Stack>
	);
}
