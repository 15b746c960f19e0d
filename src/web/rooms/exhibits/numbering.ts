import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { addExhibit } from '../../../client/case/add-exhibit.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Id } from '../../../domain/ids.ts';
import { visible } from '../../parts/foreign-text.tsx';
import { useMarking } from '../../session/marks.ts';
import { useSession } from '../../session/use-session.ts';

/** Gives numbers to items and clips, and says which. */
export function useNumbering(open: OpenCase) {
	const { t } = useTranslation('exhibits');
	const { connection } = useSession();
	const work = useMarking(open, ({ what, title }: { what: { item: Id; clip?: Id }; title: string }) =>
		addExhibit(connection, open, what, title),
	);
	return {
		isPending: work.isPending,
		error: work.error,
		/** False when it failed: `error` then says why. */
		async give(what: { item: Id; clip?: Id }, title: string): Promise<boolean> {
			try {
				const made = await work.mutateAsync({ what, title });
				const labels = made.map((one) => visible(one.label));
				const [first, second] = labels;
				notifications.show({
					message: second === undefined ? t('gave', { label: first }) : t('gaveBoth', { item: first, label: second }),
				});
				return true;
			} catch {
				return false;
			}
		},
	};
}
