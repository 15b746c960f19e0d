import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { SoundWave } from '../../../client/case/sound-wave.ts';

const HEIGHT = 56;
/** A recording that is quieter all through is not blown up beyond this. */
const QUIETEST = 0.02;

/** The wave, its loudest moment filling the height. Nothing to operate: the time line below moves, the list beside it says it in words. */
export function WaveChart({ wave, durationMs }: { wave: SoundWave; durationMs: number }) {
	const { ref: sized, width } = useElementSize();
	const host = useRef<HTMLDivElement>(null);
	const scheme = useComputedColorScheme('light');
	useEffect(() => {
		const { current } = host;
		if (current === null || width < 1) return;
		const most = [...wave.high, ...wave.low].reduce((found, value) => Math.max(found, Math.abs(value)), QUIETEST);
		// Of the element, so that it is the colour of this scheme.
		const colour = getComputedStyle(current).color;
		const line = { stroke: colour, width: 1, points: { show: false } };
		const chart = new UPlot(
			{
				width,
				height: HEIGHT,
				padding: [0, 0, 0, 0],
				cursor: { show: false },
				legend: { show: false },
				scales: { x: { time: false, range: [0, Math.max(durationMs, 1)] }, y: { range: [-most, most] } },
				axes: [{ show: false }, { show: false }],
				series: [{}, line, line],
				bands: [{ series: [1, 2], fill: colour }],
			},
			[wave.high.map((_, i) => i * wave.binMs), [...wave.high], [...wave.low]],
			current,
		);
		chart.root.dataset['scheme'] = scheme;
		return () => chart.destroy();
	}, [wave, durationMs, width, scheme]);
	return (
		<div ref={sized} aria-hidden style={{ height: HEIGHT }}>
			<div ref={host} />
		</div>
	);
}
