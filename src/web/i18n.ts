import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en as common } from './messages/en.ts';
import { en as errors } from './messages/en-errors.ts';
import { ru as commonRu } from './messages/ru.ts';
import { ru as errorsRu } from './messages/ru-errors.ts';
import { en as cases } from './rooms/cases/en.ts';
import { ru as casesRu } from './rooms/cases/ru.ts';
import { en as custody } from './rooms/custody/en.ts';
import { ru as custodyRu } from './rooms/custody/ru.ts';
import { en as enter } from './rooms/enter/en.ts';
import { ru as enterRu } from './rooms/enter/ru.ts';
import { en as exhibits } from './rooms/exhibits/en.ts';
import { ru as exhibitsRu } from './rooms/exhibits/ru.ts';
import { en as intake } from './rooms/intake/en.ts';
import { ru as intakeRu } from './rooms/intake/ru.ts';
import { en as people } from './rooms/people/en.ts';
import { ru as peopleRu } from './rooms/people/ru.ts';
import { en as report } from './rooms/report/en.ts';
import { ru as reportRu } from './rooms/report/ru.ts';
import { en as review } from './rooms/review/en.ts';
import { ru as reviewRu } from './rooms/review/ru.ts';
import { en as verify } from './rooms/verify/en.ts';
import { ru as verifyRu } from './rooms/verify/ru.ts';

export const languages = ['en', 'ru'] as const;
export type Language = (typeof languages)[number];

const en = { common, errors, enter, cases, intake, review, exhibits, custody, report, verify, people };

/** Every word of the room: language → namespace (one a room) → message. */
export const messages = {
	en,
	ru: {
		common: commonRu,
		errors: errorsRu,
		enter: enterRu,
		cases: casesRu,
		intake: intakeRu,
		review: reviewRu,
		exhibits: exhibitsRu,
		custody: custodyRu,
		report: reportRu,
		verify: verifyRu,
		people: peopleRu,
	},
};

declare module 'i18next' {
	interface CustomTypeOptions {
		defaultNS: 'common';
		resources: typeof en;
	}
}

const CHOICE = 'custos-language';

/** The language chosen here before, else the browser's; English where it is neither. */
function firstLanguage(): Language {
	const wanted = localStorage.getItem(CHOICE) ?? navigator.language;
	return wanted.toLowerCase().startsWith('ru') ? 'ru' : 'en';
}

function announce(language: Language): void {
	document.documentElement.lang = language;
}

/** Readies the words before anything is shown. */
export async function startLanguage(): Promise<void> {
	const lng = firstLanguage();
	await i18next.use(initReactI18next).init({
		lng,
		fallbackLng: 'en',
		resources: messages,
		defaultNS: 'common',
		interpolation: { escapeValue: false },
	});
	announce(lng);
}

export async function chooseLanguage(language: Language): Promise<void> {
	localStorage.setItem(CHOICE, language);
	await i18next.changeLanguage(language);
	announce(language);
}
