import { Alert, Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { mediaTypeOf, playsDirectly } from '../../../client/play/playable.ts';
import { type ProxyState, requestProxy } from '../../../client/play/proxy.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import { type AboutItem, useProxy } from './item-data.ts';
import { type Playing, startPlaying } from './playing.ts';

/** The way to the player: the original where this person and this browser may have it, or a working copy, made on request. */
export function Opening(props: {
	open: OpenCase;
	about: AboutItem;
	purpose: string;
	/** The browser could not play the original. */
	copyOnly: boolean;
	onOpened: (playing: Playing) => void;
}) {
	const { t } = useTranslation('review');
	const { open, about, purpose, copyOnly } = props;
	const { entries, summary } = about;
	const session = useSession();
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>();
	const kind = summary?.kind;
	const playable = kind === 'video' || kind === 'audio';
	const direct = playable && open.role !== 'reader' && !copyOnly && playsDirectly(summary ?? {});
	const proxy = useProxy(open, entries.id, playable && !direct);

	const start = async (what: 'original' | 'proxy', type: string): Promise<void> => {
		setBusy(true);
		setError(undefined);
		try {
			props.onOpened(await startPlaying(session, open, entries, { what, type, purpose }));
		} catch (failure) {
			session.report(failure);
			setError(failure);
		} finally {
			setBusy(false);
		}
	};
	return (
		<Stack gap="xs">
			<Title order={2} size="h4">
				{t('player.title')}
			</Title>
			{!playable && <Text c="dimmed">{t(summary === undefined ? 'opening.notYet' : 'opening.noPlayer')}</Text>}
			{direct && (
				<Group>
					<Button
						loading={busy}
						onClick={() => {
							start('original', mediaTypeOf(summary ?? {})).catch(session.report);
						}}
					>
						{t('opening.original')}
					</Button>
					<Text size="sm" c="dimmed">
						{t('opening.recorded')}
					</Text>
				</Group>
			)}
			{playable && !direct && (
				<>
					<Text size="sm">{t(open.role === 'reader' ? 'opening.readers' : 'opening.old')}</Text>
					{proxy.isError && <ErrorNotice error={proxy.error} retry={() => proxy.refetch()} />}
					{proxy.data !== undefined && (
						<Copy
							open={open}
							about={about}
							proxy={proxy.data}
							busy={busy}
							onOpen={(type) => {
								start('proxy', type).catch(session.report);
							}}
						/>
					)}
				</>
			)}
			{error !== undefined && <ErrorNotice error={error} />}
		</Stack>
	);
}

function Copy(props: {
	open: OpenCase;
	about: AboutItem;
	proxy: ProxyState;
	busy: boolean;
	onOpen: (type: string) => void;
}) {
	const { t } = useTranslation('review');
	const { connection } = useSession();
	const queries = useQueryClient();
	const { open, about, proxy } = props;
	const { id } = about.entries;
	const asking = useMutation({
		mutationFn: () => requestProxy(connection, open, id),
		onSettled: () => queries.invalidateQueries({ queryKey: [...keys.item(id), 'proxy'] }),
	});
	if (proxy.state === 'made')
		return (
			<Group>
				<Button loading={props.busy} onClick={() => props.onOpen(proxy.made.type ?? 'video/mp4')}>
					{t('opening.copy')}
				</Button>
				<Text size="sm" c="dimmed">
					{t('opening.recorded')}
				</Text>
			</Group>
		);
	if (proxy.state === 'wanted')
		return (
			<Group role="status">
				<Loader size="sm" />
				<Text>{t('opening.making')}</Text>
			</Group>
		);
	return (
		<Stack gap="xs" align="flex-start">
			{proxy.state === 'failed' && (
				<Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t('opening.failed')}>
					{t('opening.failedText')}
				</Alert>
			)}
			<Button loading={asking.isPending} onClick={() => asking.mutate()}>
				{t('opening.ask')}
			</Button>
			<Text size="sm" c="dimmed">
				{t('opening.askText')}
			</Text>
			{asking.isError && <ErrorNotice error={asking.error} />}
		</Stack>
	);
}
