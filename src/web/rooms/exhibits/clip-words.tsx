import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClipDetail } from '../../../client/case/clips.ts';
import { useFormats } from '../../parts/formats.ts';
import { ClipSaid } from './clip-said.tsx';

/** One wording of a clip, but for its name. */
export function ClipWords({ detail }: { detail: ClipDetail }) {
	const { t } = useTranslation('exhibits');
	const format = useFormats();
	const { fromMs, toMs, fromFrame, toFrame } = detail;
	return (
		<>
			<Text size="sm">
				{format.timecode(fromMs)} – {format.timecode(toMs)} · {format.duration(toMs - fromMs)} ·{' '}
				{fromFrame === null || toFrame === null
					? t('form.noFrame')
					: t('frames', { from: format.count(fromFrame), to: format.count(toFrame) })}
			</Text>
			<ClipSaid detail={detail} />
		</>
	);
}
