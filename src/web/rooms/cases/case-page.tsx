import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { OpenCase } from '../../../client/cases.ts';
import { waits } from '../../../client/rewrap.ts';
import { links } from '../../links.ts';
import { Busy } from '../../parts/busy.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { ForeignLines, visible } from '../../parts/foreign-text.tsx';
import { RoomPage } from '../../parts/room-page.tsx';
import { useMarks } from '../../session/marks.ts';
import { BulkBar } from './bulk-bar.tsx';
import { CountedNote } from './counted-note.tsx';
import { DamagedNote } from './damaged-note.tsx';
import { EmptyCase, NothingFits } from './empty.tsx';
import { ExpungedNote } from './expunged-note.tsx';
import { GoneNote } from './gone-note.tsx';
import { ItemGrid } from './item-grid.tsx';
import { heldBack } from './load-catalogue.ts';
import { useRemembered } from './remembered.ts';
import { type Row, rowsOf } from './rows.ts';
import { Tally } from './tally.tsx';
import { Toolbar } from './toolbar.tsx';
import { useCatalogue } from './use-catalogue.ts';
import { useCommands } from './use-commands.tsx';
import { usePicking } from './use-picking.ts';
import { createFinder, everything, type SortBy, type View } from './view.ts';
import { ViewsMenu } from './views-menu.tsx';

/** The items of a case: found, sorted, marked. */
export function CasePage(props: { open: OpenCase }) {
	const { t } = useTranslation('cases');
	const { open } = props;
	const [, go] = useLocation();
	const catalogue = useCatalogue(open);
	// On this device both would wait for each other: the lines come first.
	const marks = useMarks(open, catalogue.data?.listed === true || catalogue.data?.whole === true);
	const [remembered, change] = useRemembered(open.id);
	const { view } = remembered;
	const search = useRef<HTMLInputElement>(null);
	const grid = useRef<HTMLTableElement>(null);
	const items = catalogue.data?.items;
	const unproven = catalogue.data?.unproven;
	const rows = useMemo(() => rowsOf(items ?? [], marks.data, unproven), [items, marks.data, unproven]);
	const [find] = useState(createFinder);
	const shown = useMemo(() => find(rows, view), [rows, view, find]);
	const picking = usePicking(shown, remembered, change);
	const selected = useMemo(
		() => (remembered.selected.size === 0 ? [] : rows.filter((row) => remembered.selected.has(row.id))),
		[rows, remembered.selected],
	);
	const tags = useMemo(
		() =>
			tagsIn(
				rows,
				marks.data?.vocabulary?.tags.map((one) => one.tag),
			),
		[rows, marks.data],
	);
	const waiting = useMemo(() => rows.filter(({ item }) => waits(item.state) && item.from === undefined).length, [rows]);
	const setView = useCallback((next: View): void => change({ view: next }), [change]);
	const showWaiting = useCallback(() => setView({ ...everything, states: ['received', 'kept'] }), [setView]);
	const latest = useRef(view);
	latest.current = view;
	const sortBy = useCallback(
		(by: SortBy) => {
			const { sort } = latest.current;
			setView({ ...latest.current, sort: { by, down: sort.by === by && !sort.down } });
		},
		[setView],
	);
	const href = (row: Row): string => `~${links.review(open.id, row.id)}`;
	useCommands(open, search, setView);
	const whole = catalogue.data?.whole === true;
	const held = catalogue.data !== undefined && heldBack(catalogue.data) > 0;
	// Whether it is empty, the notary's count says; `null` where it could not be asked, which is said as well.
	const empty = items?.length === 0 && whole && !held;
	const counted = catalogue.data?.counted !== undefined;
	// What no letter of a search changes is made once: a letter is to be answered before the next.
	const about = useMemo(
		() => (
			<Group component="span" gap="sm">
				<Badge component="span" variant="default" radius="sm">
					{visible(open.prefix)}
				</Badge>
				<span>{t('youAre', { role: t(`role.${open.role}`) })}</span>
				<Anchor component={Link} href={`~${links.cases()}`} inherit>
					{t('allCases')}
				</Anchor>
			</Group>
		),
		[open, t],
	);
	const actions = useMemo(
		() =>
			open.role !== 'reader' && (
				<Button
					component={Link}
					href={`~${links.intake(open.id)}`}
					variant="default"
					leftSection={<IconUpload size={18} aria-hidden />}
				>
					{t('addItems')}
				</Button>
			),
		[open, t],
	);
	const views = useMemo(
		() => <ViewsMenu caseId={open.id} view={() => latest.current} onView={setView} />,
		[open.id, setView],
	);
	return (
		<RoomPage title={t('title')} heading={visible(open.title)} about={about} actions={actions}>
			{open.description && (
				<Text maw="46rem">
					<ForeignLines text={open.description} />
				</Text>
			)}
			{catalogue.isError && <ErrorNotice error={catalogue.error} retry={() => catalogue.refetch()} />}
			{marks.isError && <ErrorNotice error={marks.error} retry={() => marks.refetch()} />}
			{(items === undefined || (empty && !counted)) && !catalogue.isError && <Busy />}
			{catalogue.data !== undefined && (
				<CountedNote loaded={catalogue.data} retry={catalogue.refetch} busy={catalogue.isFetching} />
			)}
			{items !== undefined && <DamagedNote of={open.id} items={items} />}
			<GoneNote open={open} waiting={waiting} onShow={showWaiting} />
			{catalogue.data?.expunged !== undefined && <ExpungedNote expunged={catalogue.data.expunged} />}
			{empty && counted && <EmptyCase open={open} />}
			{items !== undefined && items.length > 0 && (
				<Stack gap="sm">
					<Toolbar view={view} onView={setView} rows={rows} search={search} onDown={() => grid.current?.focus()}>
						{views}
					</Toolbar>
					{selected.length > 0 && (
						<BulkBar open={open} rows={selected} tags={tags} onClear={() => change({ selected: new Set() })} />
					)}
					<Group gap="xs">
						<Text size="sm" c="dimmed" role="status">
							{shown.length === rows.length
								? t('count', { count: rows.length })
								: t('countOf', { count: rows.length, shown: shown.length })}
							{!whole && ` · ${unproven?.length ? t('checking', { count: unproven.length }) : t('more')}`}
						</Text>
						{catalogue.data?.counted && !held && <Tally rows={rows} />}
					</Group>
					{shown.length === 0 ? (
						<NothingFits onClear={() => setView({ ...everything, sort: view.sort })} />
					) : (
						<ItemGrid
							rows={shown}
							label={t('tableLabel', { title: visible(open.title) })}
							sort={view.sort}
							onSort={sortBy}
							picking={picking}
							href={href}
							onOpen={(row) => go(href(row))}
							focus={grid}
						/>
					)}
				</Stack>
			)}
		</RoomPage>
	);
}

/** The agreed tags of the case first, then those in use. */
function tagsIn(rows: readonly Row[], agreed: readonly string[] = []): string[] {
	return [...new Set([...agreed, ...rows.flatMap((row) => row.tags).sort()])];
}
