import type { keys as english } from './en-keys.ts';

export const keys: typeof english = {
	help: 'дать делу новый ключ: исключённые и приостановленные не прочтут того, что будет написано',
	reason: 'зачем; запечатано для участников',
	rekeyed: (title, generation, given) =>
		`У дела «${title}» новый ключ (номер ${generation}), выдан участникам: ${given}. Прежние остаются у тех, у кого были.`,
	notUndone:
		'Это не отнимает того, что они видели или сохранили: имена, заметки и ключи открытого остаются у них. Нотариус больше ничего им не даст.',
	notRekeyed: (why, prefix) =>
		`Новый ключ дело НЕ получило (${why}): написанное отныне они могли бы прочесть, попади оно к ним. Сделайте это сейчас:  custos case rekey ${prefix}`,
	removed: (person, prefix) =>
		`${person} исключён и всё ещё знает ключ этого дела: дайте делу новый (custos case rekey ${prefix})`,
	suspended: (person, prefix) =>
		`${person} приостановлен и знает ключ этого дела: дайте делу новый (custos case rekey ${prefix})`,
	lacking: (person) =>
		`${person} не получил новейший ключ этого дела: читает только прежнее. Ключ выдаст \`custos case members\` ведущего.`,
	mended: (person) => `${person} только что получил новейший ключ этого дела.`,
	youLack: (prefix) =>
		`Вам не выдан новейший ключ дела ${prefix}: написанное с тех пор у вас не открывается. Попросите ведущего выполнить  custos case members ${prefix}`,
	tellLeads: 'Скажите ведущим его дел:  custos case rekey ДЕЛО',
};
