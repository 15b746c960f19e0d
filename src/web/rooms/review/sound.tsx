import { Button, Group, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isSilent, loudMoments, SOUND_WAVE, type SoundWave } from '../../../client/case/sound-wave.ts';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { useFormats } from '../../parts/formats.ts';
import { later } from '../../parts/later.tsx';
import { useSession } from '../../session/use-session.ts';
import type { AboutItem } from './item-data.ts';
import classes from './review.module.css';
import type { Derived } from './use-derived.ts';

const WaveChart = later(async () => (await import('./wave-chart.tsx')).WaveChart, null);

export interface SoundProps {
	about: AboutItem;
	derived: Derived;
	atMs: number;
	durationMs: number;
	onSeek: (ms: number) => void;
}

/** What is to be heard, without hearing it: the wave over the time line, and its loud moments in words. */
export function Sound(props: SoundProps) {
	const { t } = useTranslation('review');
	const { report } = useSession();
	const { about, derived } = props;
	const made = about.derived?.files.some((one) => one.name === SOUND_WAVE) ?? false;
	const load = (): void => {
		derived.load().catch(report);
	};
	if (!made)
		return (
			<Text size="sm" c="dimmed">
				{t('wave.none')}
			</Text>
		);
	if (derived.opened?.wave === undefined)
		return (
			<Stack gap="xs">
				<Group>
					<Button variant="default" size="compact-md" loading={derived.busy} onClick={load}>
						{t('wave.draw')}
					</Button>
					<Text size="sm" c="dimmed">
						{t('strip.recorded')}
					</Text>
				</Group>
				{derived.error !== undefined && <ErrorNotice error={derived.error} retry={load} />}
			</Stack>
		);
	return <Wave {...props} wave={derived.opened.wave} />;
}

function Wave({ wave, atMs, durationMs, onSeek }: SoundProps & { wave: SoundWave }) {
	const { t } = useTranslation('review');
	const format = useFormats();
	const moments = useMemo(() => loudMoments(wave), [wave]);
	const silent = useMemo(() => isSilent(wave), [wave]);
	const share = durationMs === 0 ? 0 : (100 * Math.min(atMs, durationMs)) / durationMs;
	return (
		<Stack gap={6}>
			<div className={classes.wave} data-testid="wave">
				<WaveChart wave={wave} durationMs={durationMs} />
				<div className={classes.waveAt} aria-hidden>
					<span style={{ insetInlineStart: `${share}%` }} />
				</div>
			</div>
			{moments.length === 0 ? (
				<Text size="sm" c="dimmed">
					{t(silent ? 'wave.silent' : 'wave.even')}
				</Text>
			) : (
				<Group gap={6} component="section" aria-label={t('wave.loud')}>
					<Text size="sm" c="dimmed">
						{t('wave.loud')}:
					</Text>
					{moments.map(({ fromMs, toMs }) => {
						const words = `${format.timecode(fromMs)} – ${format.timecode(toMs)}`;
						return (
							<Button
								key={fromMs}
								size="compact-xs"
								variant="subtle"
								onClick={() => onSeek(fromMs)}
								aria-label={t('wave.go', { words })}
							>
								{words}
							</Button>
						);
					})}
				</Group>
			)}
		</Stack>
	);
}
