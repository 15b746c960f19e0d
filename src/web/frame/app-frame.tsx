import { AppShell, Burger, Group, NavLink, ScrollArea, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import mark from '../mark.svg';
import { rooms } from '../rooms.ts';
import classes from './app-frame.module.css';
import { useCaseAtHand } from './case-at-hand.ts';
import { CaseChoice } from './case-choice.tsx';
import { CommandPalette, openPalette } from './command-palette.tsx';
import { KeyboardHelp } from './keyboard-help.tsx';
import { PersonMenu } from './person-menu.tsx';
import { roomAddress } from './room-address.ts';
import { RoomSwitch } from './room-switch.tsx';
import { StillWelcome } from './still-welcome.tsx';
import { TellUntold } from './tell-untold.tsx';

/** The page of somebody who is in: rooms at the side, the case at hand and oneself above. */
export function AppFrame() {
	const { t } = useTranslation();
	const [path] = useLocation();
	const [opened, menu] = useDisclosure(false);
	const [help, keyboard] = useDisclosure(false);
	const atHand = useCaseAtHand();
	return (
		<AppShell
			header={{ height: 56 }}
			navbar={{ width: 210, breakpoint: 'sm', collapsed: { mobile: !opened } }}
			padding={{ base: 'md', sm: 'xl' }}
		>
			<a className="custos-skip" href="#page">
				{t('skip')}
			</a>
			<AppShell.Header>
				<Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
					<Group gap="sm" wrap="nowrap" className={classes.grow}>
						<Burger opened={opened} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label={t('menu')} />
						<UnstyledButton
							component={Link}
							href="/cases"
							aria-label={t('home')}
							visibleFrom="sm"
							className={classes.mark}
						>
							<img src={mark} alt="" width={30} height={30} />
							<span>Custos</span>
						</UnstyledButton>
						<CaseChoice />
					</Group>
					<Group gap="xs" wrap="nowrap">
						<UnstyledButton className={classes.palette} onClick={openPalette} visibleFrom="md">
							{t('commands')} <kbd>Ctrl K</kbd>
						</UnstyledButton>
						<PersonMenu onHelp={keyboard.open} />
					</Group>
				</Group>
			</AppShell.Header>
			<AppShell.Navbar p="xs" aria-label={t('navigation')}>
				<ScrollArea>
					{rooms.map((room) => (
						<NavLink
							key={room.id}
							component={Link}
							href={roomAddress(room, atHand)}
							active={path === room.path || path.startsWith(`${room.path}/`)}
							aria-current={path.startsWith(room.path) ? 'page' : undefined}
							label={t('title', { ns: room.id })}
							leftSection={<room.icon size={20} stroke={1.6} aria-hidden />}
							onClick={menu.close}
							className={classes.link}
						/>
					))}
				</ScrollArea>
			</AppShell.Navbar>
			<AppShell.Main id="page" tabIndex={-1}>
				<RoomSwitch />
			</AppShell.Main>
			<StillWelcome />
			<TellUntold />
			<CommandPalette onHelp={keyboard.open} />
			<KeyboardHelp opened={help} onOpen={keyboard.open} onClose={keyboard.close} />
		</AppShell>
	);
}
