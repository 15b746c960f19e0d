import { cardFaultWords } from '../../domain/recovery/card-fault-words.ts';

/** What the page says. */
export const words = {
	en: {
		title: 'Recovery cards',
		language: 'Language',
		about:
			'This page makes the recovery key of an archive again, from as many of its cards as are needed. It opens no connection and keeps nothing: but use it only on a computer that is on no network, and close it when you are done.',
		files: 'Choose the cards (text files)',
		typed: 'Or type the six lines of one card, with their numbers',
		add: 'Add this card',
		cards: 'Cards at hand',
		none: 'none yet',
		typedName: 'typed card',
		card: (number: number, count: number, name: string) => `card ${number} of ${count} (${name})`,
		remove: (name: string) => `Leave out ${name}`,
		waiting: (needs: number, given: number) => `${given} of the ${needs} cards that are needed are here.`,
		whole: 'The recovery key is whole.',
		warning:
			'It opens every file in the archive. No ledger records that it was put together: write that down, with who was there, and destroy the file when you are done.',
		publicKey: 'Its public half, which must be the one on every card:',
		show: 'Show the key',
		save: 'Save as recovery.key',
		next: 'How everything is opened with it stands in RECOVERY.md, which lies in every backup: age -d -i recovery.key',
		about1: 'Custos recovery key, put together from its cards. It opens every file in the archive.',
		failed: 'That did not work:',
		fault: cardFaultWords.en,
	},
	ru: {
		title: 'Карточки восстановления',
		language: 'Язык',
		about:
			'Эта страница снова собирает ключ восстановления архива из стольких карточек, сколько для него нужно. Связи она не устанавливает и ничего не хранит; всё же открывайте её только на компьютере без сети и закройте, когда закончите.',
		files: 'Выбрать карточки (текстовые файлы)',
		typed: 'Или набрать шесть строк одной карточки вместе с номерами',
		add: 'Добавить карточку',
		cards: 'Карточки',
		none: 'пока нет',
		typedName: 'набранная карточка',
		card: (number: number, count: number, name: string) => `карточка ${number} из ${count} (${name})`,
		remove: (name: string) => `Убрать: ${name}`,
		waiting: (needs: number, given: number) => `Карточек нужно ${needs}, есть ${given}.`,
		whole: 'Ключ восстановления собран.',
		warning:
			'Он открывает каждый файл архива. Что его собрали, не знает ни один журнал: запишите это, и кто при этом был, а закончив, уничтожьте файл.',
		publicKey: 'Его открытая половина; она должна быть той же, что на каждой карточке:',
		show: 'Показать ключ',
		save: 'Сохранить как recovery.key',
		next: 'Как им всё открыть, написано в RECOVERY.md, который лежит в каждой резервной копии: age -d -i recovery.key',
		about1: 'Ключ восстановления Custos, собранный из карточек. Открывает всё в архиве.',
		failed: 'Не получилось:',
		fault: cardFaultWords.ru,
	},
};
export type Language = keyof typeof words;
