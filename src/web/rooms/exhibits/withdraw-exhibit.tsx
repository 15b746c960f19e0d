import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import type { Exhibit } from '../../../client/case/exhibits.ts';
import { withdrawExhibit } from '../../../client/case/mark.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { visible } from '../../parts/foreign-text.tsx';
import { useMarking } from '../../session/marks.ts';
import { useSession } from '../../session/use-session.ts';
import { AskText } from './ask-text.tsx';

/** Withdraws an exhibit, with a reason. */
export function WithdrawExhibit(props: { open: OpenCase; exhibit: Exhibit; opened: boolean; onClose: () => void }) {
	const { t } = useTranslation('exhibits');
	const { connection } = useSession();
	const { open, exhibit } = props;
	const label = visible(exhibit.label);
	const work = useMarking(open, (reason: string) => withdrawExhibit(connection, open, exhibit, reason));
	return (
		<AskText
			opened={props.opened}
			onClose={props.onClose}
			title={t('withdrawOf', { label })}
			about={t('withdrawAbout')}
			label={t('reason')}
			start=""
			required={t('reasonWanted')}
			yes={t('withdraw')}
			danger
			work={work}
			onDone={() => notifications.show({ message: t('withdrawnNow', { label }) })}
		/>
	);
}
