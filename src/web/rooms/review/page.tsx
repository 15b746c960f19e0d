import { useTranslation } from 'react-i18next';
import { Route, Switch } from 'wouter';
import type { Id } from '../../../domain/ids.ts';
import { links } from '../../links.ts';
import { Busy } from '../../parts/busy.tsx';
import { ChooseCase } from '../../parts/choose-case.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { RoomPage } from '../../parts/room-page.tsx';
import { useCase } from '../../session/queries.ts';
import { ChooseItem } from './choose-item.tsx';
import { ItemPage } from './item-page.tsx';

/** Looking at one item: words first, pictures only on request. */
export function ReviewPage() {
	const { t } = useTranslation('review');
	return (
		<Switch>
			<Route path="/:case/:item">{({ case: id, item }) => <OfCase key={`${id}/${item}`} id={id} item={item} />}</Route>
			<Route path="/:case">{({ case: id }) => <OfCase key={id} id={id} />}</Route>
			<Route>
				<RoomPage title={t('title')} about={t('about')}>
					<ChooseCase to={(id) => links.review(id)} />
				</RoomPage>
			</Route>
		</Switch>
	);
}

function OfCase(props: { id: Id; item?: Id }) {
	const { t } = useTranslation('review');
	const open = useCase(props.id);
	if (open.data !== undefined && props.item !== undefined) return <ItemPage open={open.data} id={props.item} />;
	return (
		<RoomPage title={t('title')} about={t('about')}>
			{open.isError ? (
				<ErrorNotice error={open.error} retry={() => open.refetch()} />
			) : open.isPending ? (
				<Busy />
			) : open.data === undefined ? (
				<p>{t('notYours')}</p>
			) : (
				<ChooseItem open={open.data} />
			)}
		</RoomPage>
	);
}
