import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** A file's time to the minute, in UTC, short enough for a column. */
export function useFileTime(): (ms: number) => string {
	const { i18n } = useTranslation();
	return useMemo(() => {
		const format = new Intl.DateTimeFormat(i18n.language, {
			year: 'numeric',
			month: 'short',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			hourCycle: 'h23',
			timeZone: 'UTC',
		});
		return (ms) => format.format(ms);
	}, [i18n.language]);
}
