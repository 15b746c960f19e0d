import { ActionIcon, Button, Menu, Text, Tooltip, useMantineColorScheme } from '@mantine/core';
import {
	IconDeviceDesktop,
	IconDownload,
	IconKeyboard,
	IconLanguage,
	IconLock,
	IconMoon,
	IconSun,
	IconUserCircle,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { pseudonym } from '../../client/identity.ts';
import { chooseLanguage } from '../i18n.ts';
import { saveProfile } from '../session/profile-file.ts';
import { useHouse, useSession } from '../session/use-session.ts';

/** Oneself: who one is here, how the page looks and speaks, and the lock. */
export function PersonMenu(props: { onHelp: () => void }) {
	const { t, i18n } = useTranslation();
	const house = useHouse();
	const { identity, role } = useSession();
	const { colorScheme, setColorScheme } = useMantineColorScheme();
	const schemes = [
		['light', IconSun, t('light')],
		['dark', IconMoon, t('dark')],
		['auto', IconDeviceDesktop, t('system')],
	] as const;
	return (
		<>
			<Menu position="bottom-end" width={270}>
				<Menu.Target>
					<ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('you')}>
						<IconUserCircle aria-hidden />
					</ActionIcon>
				</Menu.Target>
				<Menu.Dropdown>
					<Menu.Label>
						{pseudonym(identity.keys.sign)} · {t(`role.${role}`)}
					</Menu.Label>
					<Menu.Item leftSection={<IconKeyboard size={18} aria-hidden />} onClick={props.onHelp}>
						{t('keys')}
					</Menu.Item>
					<Menu.Item
						leftSection={<IconDownload size={18} aria-hidden />}
						onClick={() => {
							saveProfile(house, identity.keys.sign).catch(house.report);
						}}
					>
						{t('saveProfile')}
					</Menu.Item>
					<Menu.Item
						leftSection={<IconLanguage size={18} aria-hidden />}
						lang={i18n.language === 'ru' ? 'en' : 'ru'}
						onClick={() => {
							chooseLanguage(i18n.language === 'ru' ? 'en' : 'ru').catch(house.report);
						}}
					>
						{t('otherLanguage')}
					</Menu.Item>
					<Menu.Divider />
					<Menu.Label>{t('appearance')}</Menu.Label>
					{schemes.map(([scheme, Icon, label]) => (
						<Menu.Item
							key={scheme}
							leftSection={<Icon size={18} aria-hidden />}
							onClick={() => setColorScheme(scheme)}
							aria-current={colorScheme === scheme}
							rightSection={colorScheme === scheme ? <Text size="sm">✓</Text> : undefined}
						>
							{label}
						</Menu.Item>
					))}
				</Menu.Dropdown>
			</Menu>
			<Tooltip label={t('lockHint')} portalProps={{ target: 'main' }}>
				<Button
					visibleFrom="sm"
					variant="default"
					leftSection={<IconLock size={18} aria-hidden />}
					onClick={() => house.lock('asked')}
					aria-keyshortcuts="Alt+L"
				>
					{t('lock')}
				</Button>
			</Tooltip>
			<ActionIcon
				hiddenFrom="sm"
				variant="default"
				size="lg"
				onClick={() => house.lock('asked')}
				aria-label={t('lock')}
				aria-keyshortcuts="Alt+L"
			>
				<IconLock size={20} aria-hidden />
			</ActionIcon>
		</>
	);
}
