import { useTranslation } from 'react-i18next';
import { platform } from '#platform';
import type { Act } from '../../../domain/ledger/act.ts';
import { fingerprint } from '../../../report/verify/report-note.ts';
import { visible } from '../../parts/foreign-text.tsx';
import { useNames } from '../../session/queries.ts';

/** An act that stewards propose, in one or two sentences. */
export function useActWords(): (act: Act) => string {
	const { t } = useTranslation('people');
	const names = useNames();
	const who = (key: string): string => visible(names(key));
	return (act) => {
		switch (act.type) {
			case 'person.enrolled': {
				const said = t('proposals.enrol', { who: who(act.person.sign), role: t(`archiveRole.${act.role}`) });
				return act.formerly === undefined ? said : `${said} ${t('proposals.formerly', { before: who(act.formerly) })}`;
			}
			case 'person.suspended':
				return t('proposals.suspend', { who: who(act.person) });
			case 'person.reinstated':
				return t('proposals.reinstate', { who: who(act.person) });
			case 'threshold.changed':
				return t('proposals.threshold', { count: act.threshold });
			case 'loss.stated':
				return t('proposals.loss', { from: act.from });
			case 'log.rotated':
				return t('proposals.rotateLog', { print: fingerprint(act.next, (data) => platform.sha256(data)) });
			case 'item.expunged':
				return t('proposals.expunge', { item: act.item });
		}
	};
}
