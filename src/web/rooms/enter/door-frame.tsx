import { Anchor, Group, Paper, Text } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { chooseLanguage } from '../../i18n.ts';
import mark from '../../mark.svg';
import { useHouse } from '../../session/use-session.ts';
import classes from './door-frame.module.css';
import { HoldDoor } from './hold-door.ts';

/** The page of somebody who is not in: one card, nothing of the archive. */
export function DoorFrame(props: { children: ReactNode; wide?: boolean }) {
	const { t, i18n } = useTranslation('enter');
	const house = useHouse();
	const [path] = useLocation();
	const [held, hold] = useState(false);
	const other = i18n.language === 'ru' ? 'en' : 'ru';
	useEffect(() => {
		document.title = `${t('title')} · Custos`;
	}, [t]);
	return (
		<div className={classes.page}>
			<header className={`${classes.head} custos-screen-only`}>
				<Group gap="sm">
					<img src={mark} alt="" width={36} height={36} />
					<Text fw={650} size="xl">
						Custos
					</Text>
				</Group>
				<Anchor
					component="button"
					type="button"
					lang={other}
					underline="always"
					onClick={() => {
						chooseLanguage(other).catch(house.report);
					}}
				>
					{t('otherLanguage', { ns: 'common' })}
				</Anchor>
			</header>
			<main className={props.wide === true ? classes.wide : classes.main}>
				<Paper withBorder shadow="sm" radius="lg" className={classes.card}>
					<HoldDoor value={hold}>{props.children}</HoldDoor>
				</Paper>
			</main>
			<footer className={`${classes.foot} custos-screen-only`}>
				<Text size="sm" c="dimmed">
					{t('keysStay')}
				</Text>
				{!held && !/^\/verify(\/|$)/.test(path) && (
					<Anchor component={Link} href="/verify" size="sm" underline="always">
						{t('verifyLink')}
					</Anchor>
				)}
				{!held && (
					<Anchor component={Link} href="/suspend" size="sm" underline="always">
						{t('suspendLink')}
					</Anchor>
				)}
			</footer>
		</div>
	);
}
