import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';

/** A part of a recording in words; null: no place was said, and of both it is about all of it. */
export function usePlaceWords(): (fromMs: number | null, toMs: number | null) => string {
	const { t } = useTranslation('review');
	const format = useFormats();
	return (fromMs, toMs) =>
		fromMs === null && toMs === null
			? t('said.all')
			: `${format.timecode(fromMs ?? 0)} – ${toMs === null ? t('said.end') : format.timecode(toMs)}`;
}
