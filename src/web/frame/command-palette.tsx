import { useHotkeys } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconFolder, IconKeyboard, IconLanguage, IconLock } from '@tabler/icons-react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { chooseLanguage } from '../i18n.ts';
import { links } from '../links.ts';
import { visible } from '../parts/foreign-text.tsx';
import { rooms } from '../rooms.ts';
import { useCases } from '../session/queries.ts';
import { useHouse } from '../session/use-session.ts';
import { useCaseAtHand } from './case-at-hand.ts';
import { roomAddress } from './room-address.ts';
import { useAddedCommands } from './room-commands.ts';

const OPENS = 'mod + K';

/** Opens the list of commands. */
export const openPalette = spotlight.open;

/** Every place and every command, found by typing. */
export function CommandPalette(props: { onHelp: () => void }) {
	const { t } = useTranslation();
	const [, go] = useLocation();
	const house = useHouse();
	const { data } = useCases();
	const atHand = useCaseAtHand();
	const added = useAddedCommands();
	// Also by the place of the key: in Cyrillic it has another letter. And from within a field.
	useHotkeys(
		[
			[OPENS, openPalette],
			[OPENS, openPalette, { usePhysicalKeys: true }],
		],
		[],
	);
	const actions = [
		...added,
		...rooms.map((room) => ({
			id: room.id,
			label: t('goTo', { room: t('title', { ns: room.id }) }),
			leftSection: <room.icon size={20} aria-hidden />,
			onClick: () => go(roomAddress(room, atHand)),
		})),
		...(data ?? []).map((one) => ({
			id: one.id,
			label: t('openCase', { title: `${visible(one.prefix)} · ${visible(one.title)}` }),
			leftSection: <IconFolder size={20} aria-hidden />,
			onClick: () => go(links.case(one.id)),
		})),
		{
			id: 'lock',
			label: t('lock'),
			leftSection: <IconLock size={20} aria-hidden />,
			onClick: () => house.lock('asked'),
		},
		{ id: 'keys', label: t('keys'), leftSection: <IconKeyboard size={20} aria-hidden />, onClick: props.onHelp },
		{
			id: 'language',
			label: t('otherLanguage'),
			leftSection: <IconLanguage size={20} aria-hidden />,
			onClick: () => {
				chooseLanguage(i18next.language === 'ru' ? 'en' : 'ru').catch(house.report);
			},
		},
	];
	return (
		<Spotlight
			actions={actions}
			shortcut={null}
			nothingFound={t('nothingFound')}
			highlightQuery
			scrollable
			maxHeight={420}
			attributes={{ content: { 'aria-label': t('commands') } }}
			searchProps={{ placeholder: t('searchCommands'), 'aria-label': t('searchCommands') }}
		/>
	);
}
