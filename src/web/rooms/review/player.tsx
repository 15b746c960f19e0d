import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KnownClip } from '../../../client/case/clips.ts';
import type { Range } from '../../../client/case/watched.ts';
import type { OpenCase } from '../../../client/cases.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Controls, SeeControls } from './controls.tsx';
import type { AboutItem } from './item-data.ts';
import { type PlayerActions, pressed } from './player-keys.ts';
import type { Playing } from './playing.ts';
import classes from './review.module.css';
import type { Screen } from './screen.ts';
import { Sound } from './sound.tsx';
import { type Cautions, type Span, spanAt } from './spans.ts';
import { type Size, Stage } from './stage.tsx';
import { TimeLine } from './time-line.tsx';
import { frameStart, RATES } from './transport.ts';
import type { Derived } from './use-derived.ts';
import { usePlayer } from './use-player.ts';
import { useVideo } from './use-video.ts';

const ZOOMS = [1, 1.5, 2, 3, 4] as const;
/** A warning is said so long before its range begins. */
const WARN_AHEAD_MS = 5000;

export interface InOut {
	inMs?: number | undefined;
	outMs?: number | undefined;
}

/** The player: muted, small, blurred until held. */
export function Player(props: {
	open: OpenCase;
	about: AboutItem;
	derived: Derived;
	playing: Playing;
	screen: Screen;
	cautions: Cautions;
	noted: readonly Span[];
	clips: readonly KnownClip[];
	watched: readonly Range[];
	range: InOut;
	onRange: (range: InOut) => void;
	/** Where to go once it is there; each new object goes again. */
	goTo: { ms: number } | undefined;
	onClip: () => void;
	onNote: () => void;
	/** What is being marked, beneath the picture, which stays in sight: where there is no room beside. */
	children: ReactNode;
	/** The browser cannot play this original. */
	onUnplayable: () => void;
}) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const { open, about, playing, screen, cautions, range, goTo } = props;
	const { video } = playing;
	const state = useVideo(video);
	const player = usePlayer(open, about, playing, screen, cautions.hidden);
	const { transport } = player;
	const [size, setSize] = useState<Size>('small');
	const [zoom, setZoom] = useState(0);
	const [pan, setPan] = useState({ x: 0, y: 0 });
	const mayMark = open.role !== 'reader';
	const now = (): number => video.currentTime * 1000;
	const startOf = (ms: number): number => frameStart(ms, about.summary?.fps, about.known);
	// Standing still one is at a picture, and I and O mean where that one begins.
	const shownMs = state.playing ? state.atMs : startOf(state.atMs);

	const act: PlayerActions | undefined = transport && {
		toggle: transport.toggle,
		pause: transport.pause,
		forward: transport.forward,
		back: transport.back,
		step: transport.step,
		jump: (ms) => transport.seek(now() + ms),
		faster(by) {
			const at = RATES.findIndex((rate) => rate >= video.playbackRate);
			transport.setRate(RATES[Math.max(0, Math.min(RATES.length - 1, at + by))] ?? 1);
		},
		markIn: () => props.onRange({ ...range, inMs: startOf(now()) }),
		markOut: () => props.onRange({ ...range, outMs: startOf(now()) }),
		clearRange: () => props.onRange({}),
		clip: () => {
			if (mayMark) props.onClip();
		},
		note: () => {
			if (mayMark) props.onNote();
		},
		sound() {
			video.muted = !video.muted;
		},
		zoom(by) {
			setZoom((before) => (by === 0 ? 0 : Math.max(0, Math.min(ZOOMS.length - 1, before + by))));
			if (by === 0) setPan({ x: 0, y: 0 });
		},
		pan(x, y) {
			const most = 50 * (1 - 1 / (ZOOMS[zoom] ?? 1));
			const within = (value: number): number => Math.max(-most, Math.min(most, value));
			setPan((before) => ({ x: within(before.x + 8 * x), y: within(before.y + 8 * y) }));
		},
	};
	const acting = useRef(act);
	useEffect(() => {
		acting.current = act;
	});
	useEffect(() => {
		const onKey = (event: KeyboardEvent): void => {
			if (acting.current !== undefined) pressed(event, acting.current);
		};
		addEventListener('keydown', onKey);
		return () => removeEventListener('keydown', onKey);
	}, []);
	// Once each: a seek itself makes the picture not ready for a moment. Keys then mean the player.
	const whole = useRef<HTMLElement>(null);
	const went = useRef<object>(undefined);
	useEffect(() => {
		if (goTo === undefined || went.current === goTo || !state.ready || transport === undefined) return;
		went.current = goTo;
		transport.seek(goTo.ms);
		whole.current?.focus();
	}, [goTo, state.ready, transport]);

	const ahead = useMemo(
		() => (cautions.warnAll ? undefined : spanAt(state.atMs, cautions.warnings, WARN_AHEAD_MS)),
		[cautions, state.atMs],
	);
	const { summary } = about;
	const width = video.videoWidth || summary?.width || 16;
	const height = video.videoHeight || summary?.height || 9;
	const hasSound = (summary?.audioCodecs.length ?? 0) > 0;
	const noPicture = summary?.kind === 'audio';
	return (
		<section ref={whole} tabIndex={-1} className={classes.player} aria-label={t('player.title')}>
			<Stack gap="sm">
				<Group justify="space-between">
					<Title order={2} size="h4">
						{t('player.title')}
					</Title>
					<Text size="sm" c="dimmed">
						{playing.what === 'proxy' ? t('player.workingCopy') : t('player.original')}
					</Text>
				</Group>
				{state.failed !== undefined && (
					<Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t('player.failed')}>
						<Stack gap="xs" align="flex-start">
							<Text size="sm">
								{playing.what === 'original' ? t('player.failedOriginal') : t('player.failedProxy')}
							</Text>
							{playing.what === 'original' && (
								<Button variant="default" onClick={props.onUnplayable}>
									{t('player.useProxy')}
								</Button>
							)}
						</Stack>
					</Alert>
				)}
				{ahead !== undefined && (
					<Alert
						color="orange"
						icon={<IconAlertTriangle aria-hidden />}
						title={t('player.ahead', { at: format.timecode(ahead.fromMs) })}
					>
						{ahead.text}
					</Alert>
				)}
				<Stage
					playing={playing}
					screen={screen}
					size={size}
					aspect={width / height}
					zoom={ZOOMS[zoom] ?? 1}
					pan={pan}
					covered={player.covered}
					onAllow={player.allow}
					instead={noPicture ? <Text>{t('player.noPicture')}</Text> : undefined}
				/>
				<SeeControls screen={screen} />
				{props.children}
				{hasSound && (
					<Sound
						about={about}
						derived={props.derived}
						atMs={state.atMs}
						durationMs={state.durationMs}
						onSeek={(ms) => transport?.seek(ms)}
					/>
				)}
				<TimeLine
					atMs={shownMs}
					durationMs={state.durationMs}
					stepMs={player.frameMs}
					onSeek={(ms) => transport?.seek(ms)}
					warnings={cautions.warnings}
					hidden={cautions.hidden}
					noted={props.noted}
					clips={props.clips}
					watched={props.watched}
					inMs={range.inMs}
					outMs={range.outMs}
				/>
				{act !== undefined && (
					<Controls
						state={{ ...state, atMs: shownMs }}
						act={act}
						onRate={(rate) => transport?.setRate(rate)}
						hasSound={hasSound}
						mayMark={mayMark}
						size={size}
						onSize={setSize}
						inMs={range.inMs}
						outMs={range.outMs}
						back={player.back}
					/>
				)}
				<Text size="sm" c="dimmed">
					{t('player.recorded')}{' '}
					{player.told?.at !== undefined &&
						t('player.told', { length: format.duration(player.told.ms), at: format.time(player.told.at) })}
				</Text>
				{player.told?.error !== undefined && <ErrorNotice error={player.told.error} retry={player.tell} />}
			</Stack>
		</section>
	);
}
