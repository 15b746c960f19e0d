import type * as english from './en-show.ts';

export const field: typeof english.field = {
	item: 'Материал',
	inCase: (prefix, title) => `в деле ${prefix} ${title}`,
	name: 'Имя',
	size: 'Размер',
	modified: 'Изменён',
	received: 'Принят',
	state: 'Состояние',
	failed: 'Причина сбоя',
	content: 'Содержимое',
	toolsSaid: 'Замечания программ',
	claims: 'О себе сообщает',
	made: 'Изготовлено',
	exhibit: 'Доказательство',
	clip: 'Фрагмент',
};

export const delivery: typeof english.delivery = {
	title: (intake, index) => `Поступление ${intake}, акт приёма (запись журнала ${index}):`,
	notKnown: 'неизвестно',
	elsewhere: 'Акт приёма зашифрован для дела, которое приняло материал, и этому делу не открыт.',
	unreadable: 'Акт приёма зашифрован так, что здесь его никто не прочтёт.',
	passedOver: (entries) =>
		`Внимание: доступ открывали заново с чужим ключом (записи ${entries}). Материал открылся более ранним; кто их подписал, видно в истории.`,
	rests: (basis) => `основание: ${basis}`,
	sure: { certain: 'несомненно', probable: 'вероятно', possible: 'возможно', doubtful: 'сомнительно' },
};
