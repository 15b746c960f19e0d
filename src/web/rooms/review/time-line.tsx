import { Group, Slider, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { KnownClip } from '../../../client/case/clips.ts';
import type { Range } from '../../../client/case/watched.ts';
import { useFormats } from '../../parts/formats.ts';
import classes from './review.module.css';
import type { Span } from './spans.ts';

export interface TimeLineProps {
	atMs: number;
	durationMs: number;
	stepMs: number;
	onSeek: (ms: number) => void;
	warnings: readonly Span[];
	hidden: readonly Span[];
	/** What other notes are about. */
	noted: readonly Span[];
	clips: readonly KnownClip[];
	/** What anybody's player told. */
	watched: readonly Range[];
	inMs: number | undefined;
	outMs: number | undefined;
}

/** The recording from left to right: where one stands, and what people marked. The list beside it has the same in words. */
export function TimeLine(props: TimeLineProps) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const { atMs, durationMs, stepMs, inMs, outMs } = props;
	const range: Range[] = inMs === undefined && outMs === undefined ? [] : [[inMs ?? 0, outMs ?? durationMs]];
	const pairs = (spans: readonly Span[]): Range[] => spans.map((one) => [one.fromMs, one.toMs]);
	const tracks = [
		['warning', pairs(props.warnings)],
		['hidden', pairs(props.hidden)],
		['noted', pairs(props.noted)],
		['clip', props.clips.map((one): Range => [one.fromMs, one.toMs])],
		['watched', props.watched],
		['range', range],
	] as const;
	const there = tracks.filter(([, spans]) => spans.length > 0);
	return (
		<Stack gap={6}>
			<Slider
				label={(value) => format.timecode(value)}
				thumbLabel={t('line.label')}
				thumbProps={{ 'aria-valuetext': format.timecode(atMs) }}
				value={Math.min(atMs, durationMs)}
				min={0}
				max={Math.max(durationMs, 1)}
				step={stepMs}
				onChange={props.onSeek}
				disabled={durationMs === 0}
			/>
			<div className={classes.tracks} aria-hidden>
				{there.map(([kind, spans]) => (
					<div key={kind} className={classes.track}>
						{spans.map(([from, to]) => (
							<span
								key={`${from}-${to}`}
								className={`${classes.span} ${classes[kind]}`}
								style={placed(from, to, durationMs)}
								title={`${t(`line.${kind}`)} ${format.timecode(from)}`}
							/>
						))}
					</div>
				))}
			</div>
			{there.length > 0 && (
				<Group gap="md">
					{there.map(([kind]) => (
						<Text key={kind} size="xs">
							<span className={`${classes.span} ${classes.sample} ${classes[kind]}`} aria-hidden />
							{t(`line.${kind}`)}
						</Text>
					))}
				</Group>
			)}
		</Stack>
	);
}

function placed(from: number, to: number, durationMs: number): { insetInlineStart: string; width: string } {
	const share = (ms: number): number => (durationMs === 0 ? 0 : (100 * Math.min(ms, durationMs)) / durationMs);
	return { insetInlineStart: `${share(from)}%`, width: `${share(to) - share(from)}%` };
}
