import { Button, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';
import type { Playing } from './playing.ts';
import classes from './review.module.css';
import { holdByPointer, type Screen } from './screen.ts';
import type { Span } from './spans.ts';

export const SIZES = { small: 360, medium: 620, large: 1100 } as const;
export type Size = keyof typeof SIZES;

/** The picture: small, grey and blurred; what stands over it says why it is not seen. */
export function Stage(props: {
	playing: Playing;
	screen: Screen;
	size: Size;
	aspect: number;
	zoom: number;
	pan: { x: number; y: number };
	covered: Span | undefined;
	onAllow: (span: Span) => void;
	/** Instead of the picture, where there is none. */
	instead?: ReactNode;
}) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const { playing, screen, size, aspect, zoom, pan, covered } = props;
	const host = useRef<HTMLDivElement>(null);
	const look = useLook(screen);
	useEffect(() => {
		const { video } = playing;
		video.className = classes.picture ?? '';
		video.setAttribute('aria-label', t('player.video'));
		host.current?.prepend(video);
		return () => video.remove();
	}, [playing, t]);
	useEffect(() => (host.current === null ? undefined : holdByPointer(host.current, screen)), [screen]);
	const words = { from: format.timecode(covered?.fromMs ?? 0), to: until(covered, format.timecode, t('said.end')) };
	return (
		<div
			ref={host}
			className={classes.stage}
			data-testid="stage"
			style={{
				width: SIZES[size],
				['--custos-aspect' as string]: aspect,
				['--custos-blur' as string]: `${Math.round(SIZES[size] / 15)}px`,
				['--custos-zoom' as string]: zoom,
				['--custos-pan-x' as string]: `${pan.x}%`,
				['--custos-pan-y' as string]: `${pan.y}%`,
			}}
		>
			{props.instead !== undefined && <div className={classes.over}>{props.instead}</div>}
			{covered !== undefined && (
				<div className={classes.over} role="status">
					<Text fw={600}>{t('player.covered', words)}</Text>
					{covered.text !== '' && <Text size="sm">{covered.text}</Text>}
					<Button size="compact-sm" variant="default" onClick={() => props.onAllow(covered)}>
						{t('player.allow')}
					</Button>
				</div>
			)}
			{look === 'blank' && (
				<div className={classes.over} role="status">
					<Text fw={600}>{t('player.blank')}</Text>
					<Text size="sm">{t('player.blankText')}</Text>
					<Button size="compact-sm" variant="default" onClick={screen.show}>
						{t('player.showAgain')}
					</Button>
				</div>
			)}
		</div>
	);
}

/** How pictures are shown now. */
export function useLook(screen: Screen) {
	return useSyncExternalStore(screen.subscribe, screen.look);
}

function until(span: Span | undefined, timecode: (ms: number) => string, end: string): string {
	return span === undefined || !Number.isFinite(span.toMs) ? end : timecode(span.toMs);
}
