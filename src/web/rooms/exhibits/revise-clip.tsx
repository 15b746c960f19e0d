import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ClipInput, KnownClip } from '../../../client/case/clips.ts';
import { derivedIndex } from '../../../client/case/derived-files.ts';
import { itemSummary } from '../../../client/case/item-facts.ts';
import { reviseClip } from '../../../client/case/mark.ts';
import type { Marks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { itemEntries } from '../../../client/open-item.ts';
import type { Id } from '../../../domain/ids.ts';
import { Busy } from '../../parts/busy.tsx';
import { useMarking } from '../../session/marks.ts';
import { keys } from '../../session/queries.ts';
import { useSession } from '../../session/use-session.ts';
import type { ClipMedium } from './clip-draft.ts';
import { ClipForm } from './clip-form.tsx';

/** A clip described anew. */
export function ReviseClip(props: { open: OpenCase; marks: Marks; clip: KnownClip; onDone: () => void }) {
	const { t } = useTranslation('exhibits');
	const { connection } = useSession();
	const { open, marks, clip } = props;
	const medium = useMedium(open, clip.item);
	const work = useMarking(open, (about: ClipInput) => reviseClip(connection, open, clip, about));
	if (medium.isPending) return <Busy />;
	return (
		<ClipForm
			draftName={`clip ${clip.id} after ${clip.versions.length}`}
			// Where the recording could not be asked for, the times of before are still right.
			medium={medium.data ?? {}}
			start={clip}
			revising
			vocabulary={marks.vocabulary}
			clips={marks.clips}
			onSave={async (about) => {
				const { version } = await work.mutateAsync(about);
				notifications.show({ message: t('revised', { version }) });
				props.onDone();
			}}
			onCancel={props.onDone}
		/>
	);
}

/** What bounds the clips of an item, and which of its frames are known. */
function useMedium(open: OpenCase, item: Id) {
	const { connection } = useSession();
	return useQuery({
		queryKey: [...keys.item(item), 'medium', open.id],
		queryFn: async (): Promise<ClipMedium> => {
			const entries = await itemEntries(connection, item);
			const summary = itemSummary(open, entries);
			const known = (derivedIndex(open, entries)?.files ?? []).flatMap(({ frame, ptsMs }) =>
				frame === undefined || ptsMs === undefined ? [] : [{ frame, ptsMs }],
			);
			return { durationMs: summary?.durationMs, fps: summary?.fps, known };
		},
	});
}
