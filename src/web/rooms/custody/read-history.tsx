import { Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Marks } from '../../../client/case/marks.ts';
import type { OpenCase } from '../../../client/cases.ts';
import type { Id } from '../../../domain/ids.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { EventTable } from './event-table.tsx';
import { Filters } from './filters.tsx';
import { EVERYTHING, fits, type Wanted } from './fits.ts';
import type { Scope } from './scope.ts';
import { Standing } from './standing.tsx';
import { type Told, useTelling } from './telling.ts';
import { TimeLine } from './time-line.tsx';
import type { History } from './use-history.ts';

/** A history that is here, told as a time line or a table, whole or in part. */
export function ReadHistory(props: {
	open: OpenCase;
	scope: Scope;
	subject: string;
	history: History;
	marks: Marks | undefined;
	itemName: (item: Id) => string;
}) {
	const { t } = useTranslation('custody');
	const { scope, history, marks } = props;
	const [wanted, setWanted] = useState<Wanted>(EVERYTHING);
	const [form, setForm] = useState<'line' | 'table'>('line');
	const [shown, setShown] = useState<Told>();
	const told = useTelling(history.events, marks);
	const exhibit = scope.of === 'item' ? marks?.exhibits.find((one) => one.id === scope.exhibit) : undefined;
	const fitting = useMemo(() => told.filter((one) => fits(one, wanted, exhibit)), [told, wanted, exhibit]);
	const subjectOf =
		scope.of === 'all'
			? (one: Told) => (one.item === undefined ? t('theCase') : props.itemName(one.item))
			: () => undefined;
	return (
		<Stack gap="md">
			<Title order={2} size="h4" style={{ overflowWrap: 'anywhere' }}>
				<bdi>{props.subject}</bdi>
			</Title>
			<Standing
				scope={scope}
				history={history}
				told={told}
				onRefused={() => setWanted({ ...EVERYTHING, refused: true })}
			/>
			<Filters told={told} wanted={wanted} onChange={setWanted} ofExhibit={exhibit !== undefined} />
			<SegmentedControl
				className="custos-screen"
				aria-label={t('form.label')}
				value={form}
				onChange={(value) => setForm(value === 'table' ? 'table' : 'line')}
				data={[
					{ value: 'line', label: t('form.line') },
					{ value: 'table', label: t('form.table') },
				]}
				maw="20rem"
			/>
			{fitting.length < told.length && (
				<Text role="status">{t('shownOf', { shown: fitting.length, count: told.length })}</Text>
			)}
			{fitting.length === 0 ? (
				<Paper withBorder p="xl">
					<Text>{told.length === 0 ? t('nothing') : t('nothingFits')}</Text>
				</Paper>
			) : form === 'line' ? (
				<TimeLine told={fitting} subjectOf={subjectOf} onShow={setShown} />
			) : (
				<EventTable told={fitting} subjectOf={subjectOf} onShow={setShown} ofMany={scope.of === 'all'} />
			)}
			<EntryDialog told={shown} all={told} onClose={() => setShown(undefined)} />
		</Stack>
	);
}
