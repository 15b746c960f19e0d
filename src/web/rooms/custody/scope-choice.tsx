import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Exhibit } from '../../../client/case/exhibits.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { visible } from '../../parts/foreign-text.tsx';
import { useCatalogue } from '../cases/use-catalogue.ts';
import { pathOf, type Scope, scopeIn } from './scope.ts';

/** Chooses whose history is shown. */
export function ScopeChoice(props: { open: OpenCase; scope: Scope; exhibits: readonly Exhibit[] }) {
	const { t } = useTranslation('custody');
	const { t: common } = useTranslation();
	const [, go] = useLocation();
	const items = useCatalogue(props.open).data?.items;
	const { exhibits, scope } = props;
	const here = pathOf(scope);
	const shown = scope.of === 'item' ? scope.item : undefined;
	const data = useMemo(() => {
		const groups = [
			{
				group: t('scope.caseGroup'),
				items: [
					{ value: '', label: t('scope.case') },
					{ value: '/all', label: t('scope.all') },
				],
			},
			{
				group: t('scope.exhibits'),
				items: exhibits.map((one) => ({
					value: pathOf({ of: 'item', item: one.item, exhibit: one.id }),
					label: [visible(one.label), visible(one.title)].filter(Boolean).join(' · '),
				})),
			},
			{
				group: t('scope.items'),
				items: (items ?? []).map((one) => ({
					value: pathOf({ of: 'item', item: one.id, exhibit: undefined }),
					label: one.unreadable ? t('scope.itemById', { id: one.id.slice(0, 8) }) : visible(one.path),
				})),
			},
		];
		// An item that is in the case no longer is still what is shown.
		const listed = items === undefined || groups.some((group) => group.items.some((one) => one.value === here));
		if (!listed && shown !== undefined)
			groups.at(-1)?.items.push({ value: here, label: t('scope.itemById', { id: shown.slice(0, 8) }) });
		return groups;
	}, [exhibits, items, here, shown, t]);
	return (
		<Select
			label={t('scope.label')}
			data={data}
			value={here}
			onChange={(value) => {
				if (value === null) return;
				const [, item, exhibit] = value.split('/');
				go(`/${props.open.id}${pathOf(scopeIn(item, exhibit))}`);
			}}
			allowDeselect={false}
			searchable
			limit={80}
			nothingFoundMessage={common('nothingFound')}
			maw="36rem"
			className="custos-screen"
		/>
	);
}
