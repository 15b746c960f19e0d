import { Button, Progress, Stack, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { isCustosError } from '../../../domain/errors.ts';
import { Busy } from '../../parts/busy.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { visible } from '../../parts/foreign-text.tsx';
import { useFormats } from '../../parts/formats.ts';
import { RoomPage } from '../../parts/room-page.tsx';
import { useMarks } from '../../session/marks.ts';
import { useItemNames } from '../exhibits/item-names.ts';
import { NotShown } from './not-shown.tsx';
import { ReadHistory } from './read-history.tsx';
import { RemainsTable } from './remains-table.tsx';
import type { Scope } from './scope.ts';
import { ScopeChoice } from './scope-choice.tsx';
import { useHistory, useReading } from './use-history.ts';

/** The history of a case, of an item or of an exhibit. */
export function CaseCustody(props: { open: OpenCase; scope: Scope }) {
	const { t } = useTranslation('custody');
	const { open, scope } = props;
	const marks = useMarks(open);
	const itemName = useItemNames(open);
	const history = useHistory(open, scope);
	const exhibit = scope.of === 'item' ? marks.data?.exhibits.find((one) => one.id === scope.exhibit) : undefined;
	const subject =
		scope.of === 'item'
			? [exhibit && visible(exhibit.label), visible(itemName(scope.item))].filter(Boolean).join(' · ')
			: `${visible(open.prefix)} · ${visible(open.title)}`;
	return (
		<RoomPage
			title={t('title')}
			about={t('about')}
			actions={
				<Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => print()}>
					{t('print')}
				</Button>
			}
		>
			<ScopeChoice open={open} scope={scope} exhibits={marks.data?.exhibits ?? []} />
			{scope.of === 'item' && isCustosError(history.error, 'expunged') ? (
				<RemainsTable open={open} item={scope.item} />
			) : (
				history.isError && <ErrorNotice error={history.error} retry={() => history.refetch()} />
			)}
			{marks.isError && <ErrorNotice error={marks.error} retry={() => marks.refetch()} />}
			{history.isPending && (scope.of === 'all' ? <ReadingAll open={open} /> : <Busy />)}
			{history.data !== undefined && (
				<ReadHistory
					key={JSON.stringify(scope)}
					open={open}
					scope={scope}
					subject={subject}
					history={history.data}
					marks={marks.data}
					itemName={itemName}
				/>
			)}
			<NotShown />
		</RoomPage>
	);
}

function ReadingAll(props: { open: OpenCase }) {
	const { t } = useTranslation('custody');
	const format = useFormats();
	const reading = useReading(props.open);
	if (reading === undefined) return <Busy />;
	const { done, of } = reading;
	return (
		<Stack gap={4} role="status">
			<Progress value={of === 0 ? 100 : (100 * done) / of} aria-label={t('readingAll')} size="lg" />
			<Text size="sm">{t('reading', { done: format.count(done), of: format.count(of) })}</Text>
		</Stack>
	);
}
