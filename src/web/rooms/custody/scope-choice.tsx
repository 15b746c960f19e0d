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
	const { exhibits } = props;
	const data = useMemo(
		() => [
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
		],
		[exhibits, items, t],
	);
	return (
		<Select
			label={t('scope.label')}
			data={data}
			value={pathOf(props.scope)}
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
