import type { en } from './en.ts';

/** Как выглядит справка: слова, которые иначе сказала бы сама библиотека. */
export const layout: (typeof en)['layout'] = {
	titles: {
		'Usage:': 'Как писать:',
		'Arguments:': 'Аргументы:',
		'Options:': 'Параметры:',
		'Global Options:': 'Параметры каждой команды:',
		'Commands:': 'Команды:',
		'[options]': '[параметры]',
		'[command]': '[команда]',
	},
	choices: (all) => `одно из: ${all}`,
	otherwise: (value) => `иначе: ${value}`,
};
