import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import type { MadeProxy } from '../../../client/play/proxy.ts';
import { safeName } from '../../../client/safe-name.ts';
import { useFormats } from '../../parts/formats.ts';
import { isPlayable } from './direct.ts';
import { type AboutItem, useProxy } from './item-data.ts';
import { PlayableCopy } from './playable-copy.tsx';
import { SaveOffer } from './save-offer.tsx';
import { useSaving } from './saving.ts';
import { SavingView } from './saving-view.tsx';
import { whyNone } from './why-none.ts';

interface Copies {
	open: OpenCase;
	about: AboutItem;
	purpose: string;
}

/** Working copies as files on this computer, for everybody in the case: what `custos show` writes. */
export function SaveCopies(props: {
	open: OpenCase;
	about: AboutItem;
	purpose: string | undefined;
	/** The way to the playable copy is on this page already. */
	askAbove: boolean;
}) {
	const { t } = useTranslation('review');
	const { open, about, purpose, askAbove } = props;
	const { id } = about.entries;
	const made = useSaving(open, id, 'made');
	const proxy = useSaving(open, id, 'proxy');
	return (
		<Stack gap="md" component="section" aria-labelledby="copies-title">
			<Title order={2} size="h4" id="copies-title">
				{t('save.copies.title')}
			</Title>
			{purpose === undefined ? (
				<Text size="sm" c="dimmed">
					{t('save.copies.purposeFirst')}
				</Text>
			) : (
				<Text size="sm">{t('save.copies.warning')}</Text>
			)}
			{made !== undefined ? (
				<SavingView open={open} item={id} saving={made} />
			) : (
				purpose !== undefined && <SaveMade open={open} about={about} purpose={purpose} />
			)}
			{proxy !== undefined ? (
				<SavingView open={open} item={id} saving={proxy} />
			) : (
				purpose !== undefined &&
				isPlayable(about) && <SaveProxy open={open} about={about} purpose={purpose} askAbove={askAbove} />
			)}
		</Stack>
	);
}

function SaveMade({ open, about, purpose }: Copies) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const { derived, entries } = about;
	if (derived === undefined) return <Text c="dimmed">{t(whyNone(about))}</Text>;
	const name = safeName(`${nameOf(about)}-working-copies.zip`);
	return (
		<SaveOffer
			open={open}
			item={entries}
			thing={{ what: 'made', ...derived }}
			file={{ name, type: 'application/zip', ending: '.zip' }}
			purpose={purpose}
		>
			{t('save.copies.made', { count: derived.files.length, size: format.bytes(derived.size) })}
		</SaveOffer>
	);
}

function SaveProxy({ open, about, purpose, askAbove }: Copies & { askAbove: boolean }) {
	const { t } = useTranslation('review');
	const { entries } = about;
	const proxy = useProxy(open, entries.id, askAbove);
	const file = ({ type }: MadeProxy) => {
		const ending = (type ?? about.summary?.kind ?? '').startsWith('audio') ? 'm4a' : 'mp4';
		return { name: safeName(`${nameOf(about)}-working-copy.${ending}`), type: 'application/octet-stream' };
	};
	return (
		<Stack gap="xs">
			<Text size="sm">{t('save.copies.proxy')}</Text>
			{askAbove && proxy.data?.state !== 'made' ? (
				<Text size="sm" c="dimmed">
					{t('save.copies.above')}
				</Text>
			) : (
				<PlayableCopy open={open} about={about} aside>
					{(made) => (
						<SaveOffer
							open={open}
							item={entries}
							thing={{ what: 'proxy', size: made.size }}
							file={file(made)}
							purpose={purpose}
						/>
					)}
				</PlayableCopy>
			)}
		</Stack>
	);
}

/** The last part of its path is its name; without one that can be read, its id. */
function nameOf({ facts, entries }: AboutItem): string {
	return facts?.path ?? entries.id.slice(0, 8);
}
