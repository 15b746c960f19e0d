import { ActionIcon, Button, Group, SegmentedControl, Select, Text } from '@mantine/core';
import {
	IconBookmarkPlus,
	IconEye,
	IconNote,
	IconPlayerPause,
	IconPlayerPlay,
	IconPlayerSkipBack,
	IconPlayerSkipForward,
	IconPlayerTrackNext,
	IconPlayerTrackPrev,
	IconVolume,
	IconVolumeOff,
	IconZoomIn,
	IconZoomOut,
} from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';
import { useTouchOnly } from '../../parts/touch-only.ts';
import type { PlayerActions } from './player-keys.ts';
import classes from './review.module.css';
import { holdByPointer, LATCH, type Screen } from './screen.ts';
import { SIZES, type Size, useLook } from './stage.tsx';
import { RATES } from './transport.ts';
import type { VideoState } from './use-video.ts';

const ICON = { size: 20, 'aria-hidden': true } as const;

/** Hold to see, or a switch for those who cannot hold. */
export function SeeControls(props: { screen: Screen }) {
	const { t } = useTranslation('review');
	const { screen } = props;
	const look = useLook(screen);
	const touch = useTouchOnly();
	const button = useRef<HTMLButtonElement>(null);
	const latched = screen.holds(LATCH);
	useEffect(() => {
		const { current } = button;
		if (current === null) return;
		const hand = 'button';
		const key = (event: KeyboardEvent): void => {
			if (event.code !== 'Space' && event.code !== 'Enter') return;
			event.preventDefault();
			if (event.type === 'keydown') screen.hold(hand);
			else screen.release(hand);
		};
		const leave = (): void => screen.release(hand);
		const end = holdByPointer(current, screen);
		current.addEventListener('keydown', key);
		current.addEventListener('keyup', key);
		current.addEventListener('blur', leave);
		return () => {
			end();
			leave();
			current.removeEventListener('keydown', key);
			current.removeEventListener('keyup', key);
			current.removeEventListener('blur', leave);
		};
	}, [screen]);
	return (
		<Group gap="xs">
			<Button
				ref={button}
				className={classes.holdButton ?? ''}
				leftSection={<IconEye {...ICON} />}
				disabled={look === 'blank'}
				aria-keyshortcuts="V"
			>
				{t(touch ? 'player.holdTouch' : 'player.hold')}
			</Button>
			<Button
				variant="default"
				aria-pressed={latched}
				disabled={look === 'blank'}
				onClick={() => (latched ? screen.release(LATCH) : screen.hold(LATCH))}
			>
				{latched ? t('player.unlatch') : t('player.latch')}
			</Button>
			<Button variant="default" onClick={look === 'blank' ? screen.show : screen.blank} aria-keyshortcuts="Escape">
				{look === 'blank' ? t('player.showAgain') : t(touch ? 'player.hideTouch' : 'player.hide')}
			</Button>
		</Group>
	);
}

/** Play, step, in and out, speed, sound, zoom and size. */
export function Controls(props: {
	state: VideoState;
	act: PlayerActions;
	onRate: (rate: number) => void;
	hasSound: boolean;
	mayMark: boolean;
	size: Size;
	onSize: (size: Size) => void;
	inMs: number | undefined;
	outMs: number | undefined;
	/** Pictures are going back. */
	back: number;
}) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const { state, act, inMs, outMs, back } = props;
	const going = state.playing || back > 0;
	const touch = useTouchOnly();
	/** Without its key, where there are none. */
	const said = (label: string): string => (touch ? label.replace(/ \([A-Z]\)$/, '') : label);
	return (
		<>
			<Group gap="xs">
				<Tool label={t('do.frameBack')} keys="ArrowLeft" onClick={() => act.step(-1)}>
					<IconPlayerSkipBack {...ICON} />
				</Tool>
				<Tool label={t('do.back')} keys="J" onClick={act.back}>
					<IconPlayerTrackPrev {...ICON} />
				</Tool>
				<Tool label={going ? t('do.pause') : t('do.play')} keys="Space" onClick={act.toggle} filled>
					{going ? <IconPlayerPause {...ICON} /> : <IconPlayerPlay {...ICON} />}
				</Tool>
				<Tool label={t('do.forward')} keys="L" onClick={act.forward}>
					<IconPlayerTrackNext {...ICON} />
				</Tool>
				<Tool label={t('do.frameOn')} keys="ArrowRight" onClick={() => act.step(1)}>
					<IconPlayerSkipForward {...ICON} />
				</Tool>
				{props.hasSound && (
					<Tool label={state.muted ? t('do.soundOn') : t('do.soundOff')} keys="M" onClick={act.sound}>
						{state.muted ? <IconVolumeOff {...ICON} /> : <IconVolume {...ICON} />}
					</Tool>
				)}
				<Tool label={t('do.zoomOut')} keys="-" onClick={() => act.zoom(-1)}>
					<IconZoomOut {...ICON} />
				</Tool>
				<Tool label={t('do.zoomIn')} keys="+" onClick={() => act.zoom(1)}>
					<IconZoomIn {...ICON} />
				</Tool>
				<Select
					aria-label={t('do.speed')}
					w={92}
					size="sm"
					value={String(state.rate)}
					data={RATES.map((rate) => ({ value: String(rate), label: `${format.count(rate)}×` }))}
					onChange={(rate) => props.onRate(Number(rate ?? 1))}
					allowDeselect={false}
				/>
				<SegmentedControl
					size="xs"
					aria-label={t('do.size')}
					value={props.size}
					onChange={props.onSize}
					data={(Object.keys(SIZES) as Size[]).map((value) => ({ value, label: t(`size.${value}`) }))}
				/>
			</Group>
			<Group gap="xs">
				<Text ff="monospace" aria-live="off">
					{format.timecode(state.atMs)}
				</Text>
				{back > 0 && <Text size="sm">{t('player.goingBack', { rate: back })}</Text>}
				<Button size="compact-sm" variant="default" onClick={act.markIn} aria-keyshortcuts="I">
					{inMs === undefined ? said(t('do.in')) : t('do.inAt', { at: format.timecode(inMs) })}
				</Button>
				<Button size="compact-sm" variant="default" onClick={act.markOut} aria-keyshortcuts="O">
					{outMs === undefined ? said(t('do.out')) : t('do.outAt', { at: format.timecode(outMs) })}
				</Button>
				{(inMs !== undefined || outMs !== undefined) && (
					<Button size="compact-sm" variant="subtle" onClick={act.clearRange} aria-keyshortcuts="X">
						{said(t('do.clearRange'))}
					</Button>
				)}
				{props.mayMark && (
					<>
						<Button
							size="compact-sm"
							leftSection={<IconBookmarkPlus size={16} aria-hidden />}
							onClick={act.clip}
							aria-keyshortcuts="C"
						>
							{said(t('do.clip'))}
						</Button>
						<Button
							size="compact-sm"
							variant="default"
							leftSection={<IconNote size={16} aria-hidden />}
							onClick={act.note}
							aria-keyshortcuts="N"
						>
							{said(t('do.note'))}
						</Button>
					</>
				)}
			</Group>
		</>
	);
}

function Tool(props: { label: string; keys: string; onClick: () => void; filled?: boolean; children: ReactNode }) {
	return (
		<ActionIcon
			size="lg"
			variant={props.filled === true ? 'filled' : 'default'}
			aria-label={props.label}
			title={props.label}
			aria-keyshortcuts={props.keys}
			onClick={props.onClick}
		>
			{props.children}
		</ActionIcon>
	);
}
