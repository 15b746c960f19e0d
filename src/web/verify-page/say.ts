import { createInstance, type TFunction } from 'i18next';
import { en as roomEn } from '../rooms/verify/en.ts';
import { ru as roomRu } from '../rooms/verify/ru.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';

export type Language = 'en' | 'ru';

/** Everything the page says, in one language. */
export interface Say {
	readonly language: Language;
	/** What the room that verifies says as well. */
	readonly t: TFunction<'verify'>;
	/** What only this page says. */
	readonly own: { readonly [K in keyof typeof en]: string };
}

const words = createInstance();

/** Readies the words; the browser's language is the first. */
export async function readyWords(): Promise<Language> {
	await words.init({
		lng: 'en',
		fallbackLng: 'en',
		resources: { en: { verify: roomEn }, ru: { verify: roomRu } },
		defaultNS: 'verify',
		interpolation: { escapeValue: false },
	});
	return navigator.language.toLowerCase().startsWith('ru') ? 'ru' : 'en';
}

export function sayIn(language: Language): Say {
	return { language, t: words.getFixedT(language, 'verify'), own: language === 'ru' ? ru : en };
}
