import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { Exhibit } from '../../../client/case/exhibits.ts';
import { renameExhibit } from '../../../client/case/mark.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { visible } from '../../parts/foreign-text.tsx';
import { useMarking } from '../../session/marks.ts';
import { useSession } from '../../session/use-session.ts';
import { AskText } from './ask-text.tsx';

/** Another title for an exhibit. */
export function RenameExhibit(props: { open: OpenCase; exhibit: Exhibit; opened: boolean; onClose: () => void }) {
	const { t } = useTranslation('exhibits');
	const { connection } = useSession();
	const { open, exhibit } = props;
	const label = visible(exhibit.label);
	const work = useMarking(open, (title: string) => renameExhibit(connection, open, exhibit, title));
	return (
		<AskText
			opened={props.opened}
			onClose={props.onClose}
			title={t('renameOf', { label })}
			about={t('renameAbout')}
			label={t('newTitle')}
			start={exhibit.title}
			yes={t('rename')}
			work={work}
			onDone={() => notifications.show({ message: t('renamed', { label }) })}
		/>
	);
}
