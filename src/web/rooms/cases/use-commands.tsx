import { IconBookmark, IconFilter, IconSearch } from '@tabler/icons-react';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../../client/cases.ts';
import { type RoomCommand, useRoomCommands } from '../../frame/room-commands.ts';
import { visible } from '../../parts/foreign-text.tsx';
import { isTyping } from '../../parts/is-typing.ts';
import { everything, type View } from './view.ts';
import { useSavedViews } from './views-menu.tsx';

/** The `/` key, and the commands of a case in the palette. */
export function useCommands(open: OpenCase, search: RefObject<HTMLInputElement | null>, setView: (view: View) => void) {
	const { t } = useTranslation('cases');
	const saved = useSavedViews(open.id).data;
	const show = useRef(setView);
	show.current = setView;
	useEffect(() => {
		const onKey = (event: KeyboardEvent): void => {
			if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || isTyping(event.target)) return;
			if (event.code !== 'Slash' && event.key !== '/') return;
			event.preventDefault();
			search.current?.focus();
		};
		addEventListener('keydown', onKey);
		return () => removeEventListener('keydown', onKey);
	}, [search]);
	const commands = useMemo((): RoomCommand[] => {
		const view = (part: Partial<View>) => () => show.current({ ...everything, ...part });
		const filter = <IconFilter size={20} aria-hidden />;
		return [
			{
				id: 'cases-search',
				label: t('searchCommand'),
				leftSection: <IconSearch size={20} aria-hidden />,
				// After the palette has given the focus back.
				onClick: () => setTimeout(() => search.current?.focus(), 200),
			},
			{ id: 'cases-failed', label: t('showFailed'), leftSection: filter, onClick: view({ states: ['failed'] }) },
			{
				id: 'cases-waiting',
				label: t('showWaiting'),
				leftSection: filter,
				onClick: view({ states: ['received', 'kept'] }),
			},
			{ id: 'cases-clips', label: t('showClips'), leftSection: filter, onClick: view({ clips: 'with' }) },
			{ id: 'cases-unreadable', label: t('showUnreadable'), leftSection: filter, onClick: view({ unreadable: true }) },
			{ id: 'cases-all', label: t('showAll'), leftSection: filter, onClick: view({}) },
			...(saved ?? []).map((one) => ({
				id: `cases-view-${one.name}`,
				label: t('showView', { name: visible(one.name) }),
				leftSection: <IconBookmark size={20} aria-hidden />,
				onClick: () => show.current(one.view),
			})),
		];
	}, [t, saved, search]);
	useRoomCommands(commands);
}
