import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useTouchOnly } from '../../parts/touch-only.ts';
import { useSession } from '../../session/use-session.ts';
import type { AboutItem } from './item-data.ts';
import classes from './review.module.css';
import { holdByPointer, type Screen } from './screen.ts';
import { type Span, spanAt } from './spans.ts';
import type { Derived, KeyPicture } from './use-derived.ts';
import { whyNone } from './why-none.ts';

/** Key pictures of an item: shown on request, whoever opened them before; grey and blurred until one is held. */
export function Strip(props: {
	about: AboutItem;
	derived: Derived;
	screen: Screen;
	/** Ranges that are not to be shown. */
	hidden: readonly Span[];
	/** Ranges that somebody warned of. */
	warnings: readonly Span[];
	onGo: ((ms: number) => void) | undefined;
}) {
	const { t } = useTranslation('review');
	const touch = useTouchOnly();
	const session = useSession();
	const { about, derived, screen, hidden, warnings, onGo } = props;
	const { opened, busy, error } = derived;
	const [shown, setShown] = useState(false);
	const load = (): void => {
		if (opened !== undefined) setShown(true);
		else derived.load().then(setShown).catch(session.report);
	};
	return (
		<Stack gap="xs">
			<Title order={2} size="h4">
				{t('strip.title')}
			</Title>
			{about.pictures.length === 0 ? (
				<Text c="dimmed">{t(whyNone(about))}</Text>
			) : opened === undefined || !shown ? (
				<Group>
					<Button variant="default" onClick={load} loading={busy}>
						{t('strip.open', { count: about.pictures.length })}
					</Button>
					{opened === undefined && (
						<Text size="sm" c="dimmed">
							{t('strip.recorded')}
						</Text>
					)}
				</Group>
			) : (
				<>
					<Text size="sm" c="dimmed">
						{t(touch ? 'strip.holdTouch' : 'strip.hold')}
					</Text>
					<ul className={classes.strip} aria-label={t('strip.title')} style={{ listStyle: 'none', margin: 0 }}>
						{opened.pictures.map((one) => (
							<Frame key={one.name} frame={one} screen={screen} hidden={hidden} warnings={warnings} onGo={onGo} />
						))}
					</ul>
				</>
			)}
			{error !== undefined && <ErrorNotice error={error} retry={load} />}
		</Stack>
	);
}

interface FrameProps {
	frame: KeyPicture;
	screen: Screen;
	warnings: readonly Span[];
	onGo: ((ms: number) => void) | undefined;
}

/** One that is not to be shown is not even there, until this very one is asked for. */
function Frame({ hidden, ...props }: FrameProps & { hidden: readonly Span[] }) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const [allowed, setAllowed] = useState(false);
	const { ms } = props.frame;
	if (ms === undefined || allowed || spanAt(ms, hidden) === undefined) return <HeldFrame {...props} />;
	const at = format.timecode(ms);
	return (
		<li className={classes.frame}>
			<div className={classes.frameCovered}>
				<Text size="xs">{t('strip.covered')}</Text>
				<Button
					size="compact-xs"
					variant="default"
					onClick={() => setAllowed(true)}
					aria-label={`${t('strip.allow')}: ${at}`}
				>
					{t('strip.allow')}
				</Button>
			</div>
			<Text size="xs">{at}</Text>
		</li>
	);
}

function HeldFrame(props: FrameProps) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const { frame, screen, warnings, onGo } = props;
	const warned = frame.ms !== undefined && spanAt(frame.ms, warnings) !== undefined;
	const whole = useRef<HTMLLIElement>(null);
	const picture = useRef<HTMLButtonElement>(null);
	useEffect(() => {
		const { current } = picture;
		if (current === null) return;
		return holdByPointer(current, screen, (held) => {
			if (held) whole.current?.setAttribute('data-held', '');
			else whole.current?.removeAttribute('data-held');
		});
	}, [screen]);
	const at = frame.ms === undefined ? '' : format.timecode(frame.ms);
	return (
		<li className={classes.frame} ref={whole}>
			<button ref={picture} type="button" className={classes.frameHold} aria-label={t('strip.picture', { at })}>
				<img src={frame.url} alt="" draggable={false} className={classes.picture} />
			</button>
			{warned && (
				<Text size="xs" fw={600}>
					<IconAlertTriangle size={14} aria-hidden style={{ verticalAlign: 'text-bottom' }} /> {t('flag.warning')}
				</Text>
			)}
			{frame.ms !== undefined && onGo !== undefined ? (
				<Button
					size="compact-xs"
					variant="subtle"
					onClick={() => onGo(frame.ms ?? 0)}
					aria-label={t('said.go', { words: at })}
				>
					{at}
				</Button>
			) : (
				<Text size="xs">{at}</Text>
			)}
		</li>
	);
}
