import { Badge, Button, CloseButton, Collapse, Group, Paper, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { type ReactNode, type Ref, useCallback, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useTouchOnly } from '../../parts/touch-only.ts';
import { Filters, type Narrowing } from './filters.tsx';
import type { Row } from './rows.ts';
import { everything, filtersOf, type View } from './view.ts';

const { search: _search, sort: _sort, ...none } = everything;

/** The search, the filters below it, and what stands beside them. */
export function Toolbar(props: {
	view: View;
	onView: (view: View) => void;
	rows: readonly Row[];
	search: Ref<HTMLInputElement>;
	/** From the search into the table. */
	onDown: () => void;
	children: ReactNode;
}) {
	const { t } = useTranslation('cases');
	const { view, onView } = props;
	const touch = useTouchOnly();
	const [opened, filters] = useDisclosure(false);
	const count = filtersOf(view);
	const { states, kinds, flags, tags, clips, unreadable, elsewhere, remarked, sort } = view;
	const narrowing = useMemo(
		() => ({ states, kinds, flags, tags, clips, unreadable, elsewhere, remarked, sort }),
		[states, kinds, flags, tags, clips, unreadable, elsewhere, remarked, sort],
	);
	const latest = useRef(props);
	latest.current = props;
	const narrow = useCallback((part: Partial<Narrowing>) => {
		const { view: now, onView: show } = latest.current;
		show({ ...now, ...part });
	}, []);
	const button = useMemo(
		() => (
			<Button
				variant="default"
				leftSection={<IconFilter size={18} aria-hidden />}
				rightSection={count > 0 && <Badge circle>{count}</Badge>}
				onClick={filters.toggle}
				aria-expanded={opened}
			>
				{t('filters')}
			</Button>
		),
		[count, filters.toggle, opened, t],
	);
	const { rows } = props;
	const more = useMemo(
		() => (
			<Collapse expanded={opened}>
				<Paper withBorder p="md" mt="sm">
					<Filters view={narrowing} onChange={narrow} rows={rows} />
					<Group mt="md">
						<Button variant="default" size="xs" disabled={count === 0} onClick={() => narrow(none)}>
							{t('clearFilters')}
						</Button>
					</Group>
				</Paper>
			</Collapse>
		),
		[opened, narrowing, narrow, rows, count, t],
	);
	return (
		<div>
			<Group gap="sm">
				<TextInput
					ref={props.search}
					type="search"
					aria-label={t('search')}
					placeholder={t(touch ? 'searchHintTouch' : 'searchHint')}
					leftSection={<IconSearch size={18} aria-hidden />}
					rightSection={
						view.search !== '' && (
							<CloseButton aria-label={t('clearSearch')} onClick={() => onView({ ...view, search: '' })} />
						)
					}
					value={view.search}
					onChange={(event) => onView({ ...view, search: event.currentTarget.value })}
					onKeyDown={(event) => {
						if (event.code === 'ArrowDown') {
							event.preventDefault();
							props.onDown();
						} else if (event.code === 'Escape') onView({ ...view, search: '' });
					}}
					autoComplete="off"
					spellCheck={false}
					flex="1 1 16rem"
					maw="34rem"
				/>
				{button}
				{props.children}
			</Group>
			{more}
		</div>
	);
}
