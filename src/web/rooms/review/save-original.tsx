import { Button, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Facts } from '../../../client/case/catalogue.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { ItemEntries } from '../../../client/open-item.ts';
import { safeName } from '../../../client/safe-name.ts';
import { allows } from '../../../domain/who-may.ts';
import { StillWelcome } from '../../frame/still-welcome.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignText } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { choosePlace, MEMORY_LIMIT, savingKind } from '../../parts/save-place.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import type { AboutItem } from './item-data.ts';
import { saveInto, useSaving } from './saving.ts';
import { SavingView } from './saving-view.tsx';

/** The original as a file on this computer, for whoever may open originals, of whatever kind it is: what `custos get` does. */
export function SaveOriginal(props: { open: OpenCase; about: AboutItem; purpose: string | undefined }) {
	const { t } = useTranslation('review');
	const { role } = useSession();
	const { open, about, purpose } = props;
	const { entries, facts } = about;
	const saving = useSaving(open, entries.id);
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
				<Offer open={open} entries={entries} facts={facts} purpose={purpose} />
			)}
			{(saving?.at === 'opening' || saving?.at === 'writing') && <StillWelcome often />}
		</Stack>
	);
}

function Offer(props: { open: OpenCase; entries: ItemEntries; facts: Facts; purpose: string }) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const session = useSession();
	const queries = useQueryClient();
	const { open, entries, facts, purpose } = props;
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>();
	const kind = savingKind();
	const name = safeName(facts.path);
	const limit = format.bytes(MEMORY_LIMIT);
	const tooLarge = kind === 'memory' && facts.size > MEMORY_LIMIT;
	const save = async (): Promise<void> => {
		setBusy(true);
		setError(undefined);
		try {
			// Whatever it claims to be, to this browser it is bytes.
			const place = await choosePlace({ name, type: 'application/octet-stream' });
			if (place === undefined) return;
			await saveInto(session, open, entries, { facts, name, purpose, place });
			await queries.invalidateQueries({ queryKey: [...keys.case(open.id), 'history'] });
		} catch (failure) {
			session.report(failure);
			setError(failure);
		} finally {
			setBusy(false);
		}
	};
	return (
		<Stack gap="xs" align="flex-start">
			<Text size="sm" style={{ overflowWrap: 'anywhere' }}>
				{t('save.what', { size: format.bytes(facts.size) })} <ForeignText text={name} />
			</Text>
			<Text size="sm">{t('save.warning')}</Text>
			<Text size="sm" c="dimmed">
				{t(tooLarge ? 'save.tooLarge' : `save.place.${kind}`, { limit })}
			</Text>
			<Button
				variant="default"
				leftSection={<IconDownload size={18} aria-hidden />}
				loading={busy}
				disabled={tooLarge}
				onClick={() => {
					save().catch(session.report);
				}}
			>
				{t('save.go')}
			</Button>
			{error !== undefined && <ErrorNotice error={error} />}
		</Stack>
	);
}
