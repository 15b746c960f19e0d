/** What stands on a recovery card beside its code, wherever it was made. */
export interface RecoveryCardWords {
	title: (number: number, count: number) => string;
	about: (needs: number, count: number) => string[];
	facts: (archive: string, server: string, made: string) => [label: string, value: string][];
	proof: string;
	todo: string[];
}

export const recoveryCardWords: { readonly [L in 'en' | 'ru']: RecoveryCardWords } = {
	en: {
		title: (number: number, count: number) => `Recovery card ${number} of ${count}`,
		about: (needs: number, count: number) => [
			`This is one of ${count} cards of an archive’s recovery key. Any ${needs} of them make the key, which opens every file that was put into the archive, without names and notes. This card alone opens nothing and says nothing of the key.`,
		],
		facts: (archive: string, server: string, made: string): [string, string][] => [
			['Archive', archive],
			['Address', server],
			['Made on', made],
		],
		proof: 'Public half of the key, and SHA-256 of the share on each card (to find an altered one; they open nothing):',
		todo: [
			'Keep it where nobody else comes, apart from the other cards. Show it to nobody, photograph it with nothing. If it is lost or was seen, tell whoever gave it to you.',
			'When the archive’s people ask for it, make sure by voice that it is they. Bring it yourself to a computer without a network, with Custos and age on it, and the other holders with theirs:',
			'custos recover-key CARD CARD … --out recovery.key',
			'From paper, type the six lines with their numbers into a text file: that is a card. Each line has a check of its own, so a mistake is named with its line. Where there is no Custos, the page join-cards.html, which belongs to the cards, makes the key in a browser. How everything is then opened from a backup, also without Custos, stands in RECOVERY.md, which lies in every backup.',
		],
	},
	ru: {
		title: (number: number, count: number) => `Карточка восстановления ${number} из ${count}`,
		about: (needs: number, count: number) => [
			`Это одна из карточек ключа восстановления архива, всего их ${count}. Любые ${needs} из них дают ключ, который открывает каждый файл, принятый в архив, без имён и заметок. Одна эта карточка ничего не открывает и о ключе ничего не говорит.`,
		],
		facts: (archive: string, server: string, made: string): [string, string][] => [
			['Архив', archive],
			['Адрес', server],
			['Сделана', made],
		],
		proof:
			'Открытая половина ключа и SHA-256 доли на каждой карточке (чтобы найти изменённую; они ничего не открывают):',
		todo: [
			'Храните её там, где не бывает никого другого, отдельно от прочих карточек. Никому не показывайте и ничем не снимайте. Если она потеряна или её видели, скажите тому, кто её вам дал.',
			'Когда её попросят люди архива, удостоверьтесь по голосу, что это они. Сами принесите её к компьютеру без сети, где есть Custos и age; другие держатели приносят свои:',
			'custos recover-key КАРТОЧКА КАРТОЧКА … --out recovery.key',
			'С бумаги наберите шесть строк вместе с их номерами в текстовый файл: это и есть карточка. У каждой строки своя проверка, и ошибка называется вместе со строкой. Где Custos нет, ключ составит в браузере страница join-cards.html, которая относится к карточкам. Как потом открыть всё из резервной копии, в том числе без Custos, написано в RECOVERY.md, который лежит в каждой резервной копии.',
		],
	},
};
