import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { visible } from '../parts/foreign-text.tsx';
import { rooms } from '../rooms.ts';
import { useCases } from '../session/queries.ts';
import { useCaseAtHand } from './case-at-hand.ts';

/** The case at hand; choosing another one keeps the room. */
export function CaseChoice() {
	const { t } = useTranslation();
	const [path, go] = useLocation();
	const { data } = useCases();
	const atHand = useCaseAtHand();
	const room = rooms.find((one) => path === one.path || path.startsWith(`${one.path}/`));
	const cases = data ?? [];
	return (
		<Select
			aria-label={t('caseAtHand')}
			placeholder={cases.length === 0 ? t('noCases') : t('noCase')}
			disabled={cases.length === 0}
			data={cases.map((one) => ({ value: one.id, label: `${visible(one.prefix)} · ${visible(one.title)}` }))}
			value={atHand ?? null}
			onChange={(id) => {
				if (id !== null) go(`${room?.ofCase === true ? room.path : '/cases'}/${id}`);
			}}
			allowDeselect={false}
			searchable
			w="100%"
			maw={420}
			nothingFoundMessage={t('nothingFound')}
		/>
	);
}
