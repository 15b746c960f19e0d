import { en } from './messages/en.ts';
import { ru } from './messages/ru.ts';

export type Language = 'en' | 'ru';
export type Messages = typeof en;

const catalogue: { readonly [L in Language]: Messages } = { en, ru };

/** The words in a language. */
export function messagesIn(language: Language): Messages {
	return catalogue[language];
}

/** The language asked for by `--lang`, else that of the system; English where it is neither. */
export function languageOf(args: readonly string[], env: NodeJS.ProcessEnv): Language {
	const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
	const asked = at < 0 ? undefined : (args[at] as string).includes('=') ? (args[at] as string).slice(7) : args[at + 1];
	const system = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
	return (asked ?? system).toLowerCase().startsWith('ru') ? 'ru' : 'en';
}
