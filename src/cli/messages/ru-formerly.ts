import type { formerly as en } from './en-formerly.ts';

export const formerly: typeof en = {
	help: 'чьи это новые ключи: прежнее имя, псевдоним или ключ, с ваших слов',
	onePerson: '--formerly говорят об одном человеке: назовите, кто просит внести',
	said: (person) => `Журнал говорит, что это новые ключи: ${person}. Место в деле возвращает каждый ведущий.`,
};
