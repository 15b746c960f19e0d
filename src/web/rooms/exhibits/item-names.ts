import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import type { Id } from '../../../domain/ids.ts';
import { useCatalogue } from '../cases/use-catalogue.ts';

/** What an item is called: the path it came with, or the beginning of its id where that is not known. */
export function useItemNames(open: OpenCase): (item: Id) => string {
	const { t } = useTranslation('exhibits');
	const items = useCatalogue(open).data?.items;
	return useMemo(() => {
		const paths = new Map((items ?? []).flatMap((one) => (one.unreadable ? [] : [[one.id, one.path] as const])));
		return (item) => paths.get(item) ?? t('itemById', { id: item.slice(0, 8) });
	}, [items, t]);
}
