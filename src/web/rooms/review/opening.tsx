import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { mediaTypeOf } from '../../../client/play/playable.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useSession } from '../../session/use-session.ts';
import { isDirect, isPlayable } from './direct.ts';
import type { AboutItem } from './item-data.ts';
import { PlayableCopy } from './playable-copy.tsx';
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
	const playable = isPlayable(about);
	const direct = isDirect(open, about, copyOnly);

	const start = useMutation({
		mutationFn: async (played: { what: 'original' | 'proxy'; type: string }) => {
			props.onOpened(await startPlaying(session, open, entries, { ...played, purpose }));
		},
	});
	return (
		<Stack gap="xs">
			<Title order={2} size="h4">
				{t('player.title')}
			</Title>
			{!playable && <Text c="dimmed">{t(whyNoPlayer(about))}</Text>}
			{direct && (
				<Group>
					<Button
						loading={start.isPending}
						onClick={() => start.mutate({ what: 'original', type: mediaTypeOf(summary ?? {}) })}
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
					<PlayableCopy open={open} about={about}>
						{({ type }) => (
							<Group>
								<Button
									loading={start.isPending}
									onClick={() => start.mutate({ what: 'proxy', type: type ?? 'video/mp4' })}
								>
									{t('opening.copy')}
								</Button>
								<Text size="sm" c="dimmed">
									{t('opening.recorded')}
								</Text>
							</Group>
						)}
					</PlayableCopy>
				</>
			)}
			{start.isError && <ErrorNotice error={start.error} />}
		</Stack>
	);
}

function whyNoPlayer({ entries, summary }: AboutItem) {
	if (summary !== undefined) return 'opening.noPlayer';
	return entries.state === 'failed' ? 'opening.unexamined' : 'opening.notYet';
}
