import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Formats, formatsIn } from '../../parts/formats.ts';
import { fileTimeIn } from './file-time.ts';

/** What the lines of a table say their cells with; asked for once a table, for the asking costs more than the saying. */
export interface Words {
	t: TFunction<'cases'>;
	format: Formats;
	/** A file's time to the minute. */
	fileTime: (ms: number) => string;
}

/** The same as long as the language is. */
export function useWords(): Words {
	const { t, i18n } = useTranslation('cases');
	const { language } = i18n;
	return useMemo(() => ({ t, format: formatsIn(language), fileTime: fileTimeIn(language) }), [t, language]);
}
